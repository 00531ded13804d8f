/** What a person sees: lines, colours, tables and errors, on a terminal or through a pipe; and exit codes. */
@NullMarked
package dev.runner.manager.output;

import org.jspecify.annotations.NullMarked;
