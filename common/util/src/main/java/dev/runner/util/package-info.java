/**
 * Small utilities that several modules need: durations, spelling, back-off, files and memory. Depends on the JDK alone.
 */
@NullMarked
package dev.runner.util;

import org.jspecify.annotations.NullMarked;
