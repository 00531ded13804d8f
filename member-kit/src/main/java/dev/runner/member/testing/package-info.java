/** A clock and a schedule that stand still until a test moves them. */
@NullMarked
package dev.runner.member.testing;

import org.jspecify.annotations.NullMarked;
