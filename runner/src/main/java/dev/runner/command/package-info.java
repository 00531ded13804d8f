/** The command line. */
@NullMarked
package dev.runner.command;

import org.jspecify.annotations.NullMarked;
