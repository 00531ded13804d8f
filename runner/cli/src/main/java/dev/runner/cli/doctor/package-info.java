/** The checks of {@code runner doctor}, each of which finds one thing that keeps a cluster from starting here. */
@NullMarked
package dev.runner.cli.doctor;

import org.jspecify.annotations.NullMarked;
