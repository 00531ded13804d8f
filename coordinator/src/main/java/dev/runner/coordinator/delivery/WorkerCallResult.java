package dev.runner.coordinator.delivery;

import java.util.List;

/** What became of a call to a worker. */
public sealed interface WorkerCallResult {

    /**
     * The worker has taken the first events, or all, in.
     *
     * @param outputs for each event that was taken, what came of it: JSON objects with commas between
     */
    record Accepted(List<JsonSlice> outputs) implements WorkerCallResult {
        public Accepted {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * The worker has answered that it takes none.
     *
     * @param error what it said, with the status
     */
    record Declined(int status, String code, String error) implements WorkerCallResult {}

    /** Nothing listens there. */
    record Unreachable(String why) implements WorkerCallResult {}

    /** There was no answer, or none that makes sense: the worker may have taken the events in, or not. */
    record Lost(String why) implements WorkerCallResult {}
}
