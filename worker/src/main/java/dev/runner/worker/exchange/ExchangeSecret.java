package dev.runner.worker.exchange;

import dev.runner.http.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * The key that the workers of a cluster show each other. The coordinator issues it when a worker registers.
 * Thread-safe.
 */
public final class ExchangeSecret {

    private volatile ApiKey current = ApiKey.NONE;

    /** The current key; {@link ApiKey#NONE}: none yet. */
    public ApiKey current() {
        return current;
    }

    public void renew(@Nullable String secret) {
        current = ApiKey.of(secret);
    }
}
