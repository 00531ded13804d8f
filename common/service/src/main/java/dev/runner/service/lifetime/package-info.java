/** The lifetime of a service: notifies its supervisor that it is ready, and shuts down. */
@NullMarked
package dev.runner.service.lifetime;

import org.jspecify.annotations.NullMarked;
