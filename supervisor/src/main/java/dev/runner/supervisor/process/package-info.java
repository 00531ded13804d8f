/** Real processes: how they are started, read, signalled, found again and never left behind. */
@NullMarked
package dev.runner.supervisor.process;

import org.jspecify.annotations.NullMarked;
