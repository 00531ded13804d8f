/** The pipeline language: from a source to diagnostics or to a program, and what a running program remembers. */
@NullMarked
package dev.runner.language;

import org.jspecify.annotations.NullMarked;
