/** Events as JSON: read and written straight from and to the stream, for the path that every event takes. */
@NullMarked
package dev.runner.worker.events;

import org.jspecify.annotations.NullMarked;
