/** Log lines to stdout and stderr, configured in code. */
@NullMarked
package dev.runner.member.logging;

import org.jspecify.annotations.NullMarked;
