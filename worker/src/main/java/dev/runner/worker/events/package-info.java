/** Events as JSON: read and written directly from and to streams, on the path that every event takes. */
@NullMarked
package dev.runner.worker.events;

import org.jspecify.annotations.NullMarked;
