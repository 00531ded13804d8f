package dev.runner.junit;

import org.jspecify.annotations.Nullable;

/**
 * The cluster could not be started, or a member failed permanently during a test. The message tells how the member
 * ended, its last output, and the path of the report. An exception that the test threw as a consequence is suppressed.
 */
public final class ClusterFailedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    ClusterFailedError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
