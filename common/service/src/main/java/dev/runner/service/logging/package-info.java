/** Log lines to stdout and stderr, configured in code. */
@NullMarked
package dev.runner.service.logging;

import org.jspecify.annotations.NullMarked;
