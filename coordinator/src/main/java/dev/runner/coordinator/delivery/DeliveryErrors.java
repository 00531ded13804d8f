package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.time.Duration;

/** What a client is told when its events reach no worker. */
final class DeliveryErrors {

    private DeliveryErrors() {}

    static ApiException overloaded(String what) {
        return new ApiException(
                503, "overloaded", what + "; nothing of this request was accepted: send it again a little later");
    }

    /** @param certain whether no worker can have processed it */
    static ApiException late(String slot, Duration deadline, String lastProblem, boolean certain) {
        String sure = certain
                ? "it was not processed, send it again"
                : "it may have been processed: to send it again is harmless where it has an event_id of yours";
        return new ApiException(
                502,
                "routing_failed",
                "no worker took the event for " + slot + " within " + deadline.toMillis() + " ms (" + lastProblem
                        + "); " + sure);
    }

    static ApiException refusedByWorker(WorkerCallResult.Declined declined) {
        return new ApiException(declined.status(), declined.code(), "the worker refused it: " + declined.error());
    }
}
