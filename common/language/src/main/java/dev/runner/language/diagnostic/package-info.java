/** Errors and warnings about a source, each with its position. */
@NullMarked
package dev.runner.language.diagnostic;

import org.jspecify.annotations.NullMarked;
