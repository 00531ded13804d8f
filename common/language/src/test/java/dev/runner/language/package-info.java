/** Tests of the language through its API: sources, events, outputs and diagnostics. */
@NullMarked
package dev.runner.language;

import org.jspecify.annotations.NullMarked;
