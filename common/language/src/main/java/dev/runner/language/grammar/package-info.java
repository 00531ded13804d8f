/** The lexer and the parser, generated from Pipeline.g4. */
@NullMarked
package dev.runner.language.grammar;

import org.jspecify.annotations.NullMarked;
