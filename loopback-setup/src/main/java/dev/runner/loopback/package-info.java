/** The addresses of a cluster on one machine: their layout, leases of networks, and probes for obstacles. */
@NullMarked
package dev.runner.loopback;

import org.jspecify.annotations.NullMarked;
