package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.function.Supplier;

/** Whether a queue's events may go, and where to. */
sealed interface DeliveryQueueState {

    /** They wait. */
    record Held() implements DeliveryQueueState {}

    /** They go to this deployment. */
    record Open(DeliveryTarget to) implements DeliveryQueueState {}

    /** They are answered by an error, until it is known where they can go. */
    record Refusing(Supplier<ApiException> why) implements DeliveryQueueState {}

    /** They are answered by an error for good. */
    record Closed(ApiException why) implements DeliveryQueueState {}
}
