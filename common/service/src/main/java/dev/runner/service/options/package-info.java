/** The command line of a service. */
@NullMarked
package dev.runner.service.options;

import org.jspecify.annotations.NullMarked;
