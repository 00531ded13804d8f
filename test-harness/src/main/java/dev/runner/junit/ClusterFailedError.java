package dev.runner.junit;

import org.jspecify.annotations.Nullable;

/**
 * The cluster could not be started, or a member failed for good while a test ran. The message has how the member ended,
 * its last output, and where the report is. What the test itself threw because of it is suppressed.
 */
public final class ClusterFailedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    ClusterFailedError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
