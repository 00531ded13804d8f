/** Options that several commands share, and how their values are read. */
@NullMarked
package dev.runner.command.options;

import org.jspecify.annotations.NullMarked;
