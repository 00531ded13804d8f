/** The values of the language, rows of them, and what operators do to them. */
@NullMarked
package dev.runner.language.value;

import org.jspecify.annotations.NullMarked;
