/** Tests of the language by what a user of it sees: sources, events, outputs and diagnostics. */
@NullMarked
package dev.runner.language;

import org.jspecify.annotations.NullMarked;
