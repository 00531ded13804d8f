package dev.runner.util;

import java.util.concurrent.CompletionException;

/** What a future has failed with. */
public final class AsyncFailure {
    private AsyncFailure() {}

    /** The failure itself, without what futures that depend on others wrap it in. */
    public static Throwable causeOf(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
            cause = wrapped.getCause();
        }
        return cause;
    }
}
