package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a queue does with its events. */
sealed interface DeliveryQueueState {

    /** Events wait. */
    record Held() implements DeliveryQueueState {}

    /** Events go to this deployment. */
    record Open(DeliveryTarget to) implements DeliveryQueueState {}

    /** Events fail until a worker can run the slot. */
    record Refusing(Supplier<ApiException> why) implements DeliveryQueueState {}

    /** Events fail for ever. */
    record Closed(ApiException why) implements DeliveryQueueState {}

    /** What an event that arrives fails with; null: it is enqueued. */
    default @Nullable ApiException refusal() {
        if (this instanceof Refusing refusing) {
            return refusing.why().get();
        }
        return this instanceof Closed closed ? closed.why() : null;
    }
}
