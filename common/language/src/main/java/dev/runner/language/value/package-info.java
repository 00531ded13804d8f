/** The values and rows of the language, and the operators on values. */
@NullMarked
package dev.runner.language.value;

import org.jspecify.annotations.NullMarked;
