/** The soak: load on the control plane while its members restart, pause, drain and die; each event is counted. */
@NullMarked
package dev.runner.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
