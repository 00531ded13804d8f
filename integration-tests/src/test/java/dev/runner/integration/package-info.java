/** Scenarios against the packaged release, each from the words of a command line to what is left afterwards. */
@NullMarked
package dev.runner.integration;

import org.jspecify.annotations.NullMarked;
