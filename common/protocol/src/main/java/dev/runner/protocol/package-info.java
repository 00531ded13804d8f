/** The messages between coordinator and worker, and the rules that both sides check. */
@NullMarked
package dev.runner.protocol;

import org.jspecify.annotations.NullMarked;
