/** What tests of members need: a clock and a schedule that stand still until moved, and the routes as they are. */
@NullMarked
package dev.runner.service.testing;

import org.jspecify.annotations.NullMarked;
