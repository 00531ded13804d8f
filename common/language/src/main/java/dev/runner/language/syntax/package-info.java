/** Syntax analysis: parses a source to its syntax tree, and reports syntax errors. */
@NullMarked
package dev.runner.language.syntax;

import org.jspecify.annotations.NullMarked;
