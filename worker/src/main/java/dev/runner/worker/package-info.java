/** A server that runs pipelines, alone or under a coordinator. */
@NullMarked
package dev.runner.worker;

import org.jspecify.annotations.NullMarked;
