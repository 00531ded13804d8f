/** From the text of a source to what is written there, with everything that is wrong with its form. */
@NullMarked
package dev.runner.language.syntax;

import org.jspecify.annotations.NullMarked;
