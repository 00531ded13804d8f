/** Test support for services: a clock and a scheduler that only advance when told. */
@NullMarked
package dev.runner.service.testing;

import org.jspecify.annotations.NullMarked;
