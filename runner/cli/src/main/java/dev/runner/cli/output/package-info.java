/** How results are laid out for the terminal. */
@NullMarked
package dev.runner.cli.output;

import org.jspecify.annotations.NullMarked;
