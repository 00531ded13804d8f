/** The addresses of a cluster on one machine: the plan, the leases of networks, and what is in their way. */
@NullMarked
package dev.runner.loopback;

import org.jspecify.annotations.NullMarked;
