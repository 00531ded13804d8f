package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.time.Duration;

/** The errors that a client gets when its events reach no worker. */
final class DeliveryErrors {

    private DeliveryErrors() {}

    static ApiException overloaded(String what) {
        return new ApiException(
                503, "overloaded", what + "; nothing of this request was accepted: send it again a little later");
    }

    /** @param certain whether it is certain that no worker has processed the event */
    static ApiException expired(String slot, Duration deadline, String lastProblem, boolean certain) {
        String sure = certain
                ? "it was not processed, send it again"
                : "it may have been processed: to send it again is harmless where it has an event_id of yours";
        return new ApiException(
                502,
                "routing_failed",
                "no worker took the event for " + slot + " within " + deadline.toMillis() + " ms (" + lastProblem
                        + "); " + sure);
    }

    static ApiException full(WorkerCallResult.Full full) {
        return new ApiException(
                503, full.code(), "the worker has no memory for it, so it was not processed: " + full.problem());
    }

    static ApiException workerFailed(String worker, String problem) {
        return new ApiException(
                502,
                "worker_failed",
                worker + " failed at this event, however often it was sent (" + problem
                        + "; its log has the details); it may have been processed");
    }

    static ApiException rejected(WorkerCallResult.Rejected rejected) {
        return new ApiException(rejected.status(), rejected.code(), "the worker refused it: " + rejected.problem());
    }
}
