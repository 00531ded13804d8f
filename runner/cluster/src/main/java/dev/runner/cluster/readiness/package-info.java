/** How a member proves that it is ready, and who asks it how often. */
@NullMarked
package dev.runner.cluster.readiness;

import org.jspecify.annotations.NullMarked;
