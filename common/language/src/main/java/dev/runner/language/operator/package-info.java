/** What streams do to rows: steps without memory, windows and aggregates. */
@NullMarked
package dev.runner.language.operator;

import org.jspecify.annotations.NullMarked;
