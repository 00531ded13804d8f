/** Tests of the harness: most of them run test classes of their own, in this JVM, and look at what came of that. */
@NullMarked
package dev.runner.junit;

import org.jspecify.annotations.NullMarked;
