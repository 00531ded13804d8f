/** The texts of a spec that are filled in per member, and the values they can name. */
@NullMarked
package dev.runner.cluster.template;

import org.jspecify.annotations.NullMarked;
