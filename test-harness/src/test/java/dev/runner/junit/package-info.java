/** Tests of the harness. Most of them run other test classes in this JVM and check the result. */
@NullMarked
package dev.runner.junit;

import org.jspecify.annotations.NullMarked;
