/** The control plane's server. */
@NullMarked
package dev.runner.coordinator;

import org.jspecify.annotations.NullMarked;
