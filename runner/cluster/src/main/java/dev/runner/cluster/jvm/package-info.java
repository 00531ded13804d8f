/** How JVMs of a development cluster are started: quickly, and small; and the archives that this takes. */
@NullMarked
package dev.runner.cluster.jvm;

import org.jspecify.annotations.NullMarked;
