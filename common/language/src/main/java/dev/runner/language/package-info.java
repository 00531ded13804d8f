/** The pipeline language: compiles a source to diagnostics or a program; runs a program and saves its state. */
@NullMarked
package dev.runner.language;

import org.jspecify.annotations.NullMarked;
