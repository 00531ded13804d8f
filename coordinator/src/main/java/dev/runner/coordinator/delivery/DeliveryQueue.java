package dev.runner.coordinator.delivery;

import dev.runner.member.http.ApiException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The events that wait for one slot. */
public final class DeliveryQueue {

    private volatile @Nullable Deployment open;

    /** No call is begun any more; completes when none is in flight. */
    public CompletableFuture<Void> hold() {
        open = null;
        return CompletableFuture.completedFuture(null);
    }

    /** Deliveries go on, to this deployment. */
    public void open(Deployment now) {
        open = now;
    }

    /** Where deliveries go; null while they do not. */
    public @Nullable Deployment current() {
        return open;
    }

    /** Nothing runs it and nothing can. */
    public void refuse(Supplier<ApiException> why) {
        open = null;
    }

    /** The slot is gone for good. */
    public void close(ApiException why) {
        open = null;
    }
}
