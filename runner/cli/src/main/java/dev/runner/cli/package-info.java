/** The command line: one class per command, and the main that starts them. */
@NullMarked
package dev.runner.cli;

import org.jspecify.annotations.NullMarked;
