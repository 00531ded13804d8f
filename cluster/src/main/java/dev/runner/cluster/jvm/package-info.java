/** How JVMs of a development cluster are started: quickly, and small. */
@NullMarked
package dev.runner.cluster.jvm;

import org.jspecify.annotations.NullMarked;
