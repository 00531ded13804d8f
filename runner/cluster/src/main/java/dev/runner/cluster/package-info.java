/** A cluster as a library: from a spec to supervised members. */
@NullMarked
package dev.runner.cluster;

import org.jspecify.annotations.NullMarked;
