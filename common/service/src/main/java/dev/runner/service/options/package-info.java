/** A member's command line. */
@NullMarked
package dev.runner.service.options;

import org.jspecify.annotations.NullMarked;
