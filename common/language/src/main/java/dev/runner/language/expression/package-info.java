/** Expressions compiled to closures over a row. */
@NullMarked
package dev.runner.language.expression;

import org.jspecify.annotations.NullMarked;
