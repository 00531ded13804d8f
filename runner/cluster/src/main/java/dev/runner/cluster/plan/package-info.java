/** What a spec comes to on this machine: every member with its command, environment, directory and ports. */
@NullMarked
package dev.runner.cluster.plan;

import org.jspecify.annotations.NullMarked;
