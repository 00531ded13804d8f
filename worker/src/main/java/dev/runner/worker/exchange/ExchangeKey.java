package dev.runner.worker.exchange;

import dev.runner.http.ApiKey;
import org.jspecify.annotations.Nullable;

/** What workers of one cluster show each other. The coordinator hands it out when a worker registers. */
public final class ExchangeKey {

    private volatile ApiKey current = ApiKey.NONE;

    /** The one that counts from now on; none where there is none. */
    public ApiKey current() {
        return current;
    }

    public void renew(@Nullable String secret) {
        current = ApiKey.of(secret);
    }
}
