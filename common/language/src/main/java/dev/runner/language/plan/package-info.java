/** From what is written to what runs: the meaning of operations, and everything that is wrong with it. */
@NullMarked
package dev.runner.language.plan;

import org.jspecify.annotations.NullMarked;
