/** How a worker registers with its coordinator, stays registered, and hands over. */
@NullMarked
package dev.runner.worker.registration;

import org.jspecify.annotations.NullMarked;
