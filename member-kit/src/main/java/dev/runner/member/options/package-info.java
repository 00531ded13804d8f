/** A member's command line. */
@NullMarked
package dev.runner.member.options;

import org.jspecify.annotations.NullMarked;
