/** How a worker joins its coordinator, and stays a member. */
@NullMarked
package dev.runner.worker.registration;

import org.jspecify.annotations.NullMarked;
