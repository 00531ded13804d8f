/** The operators of streams: stateless transformations, windows and aggregates. */
@NullMarked
package dev.runner.language.operator;

import org.jspecify.annotations.NullMarked;
