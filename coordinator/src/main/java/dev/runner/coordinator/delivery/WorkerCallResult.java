package dev.runner.coordinator.delivery;

import java.util.List;

/** How a call to a worker ended. */
public sealed interface WorkerCallResult {

    /**
     * The worker has taken the first events of the call, or all.
     *
     * @param outputs for each event taken, its outputs: JSON objects separated by commas
     */
    record Accepted(List<JsonSlice> outputs) implements WorkerCallResult {
        public Accepted {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Some event of the call is not acceptable, however often it is sent. None was taken.
     *
     * @param status of the response that the event's sender gets
     */
    record Rejected(int status, String code, String problem) implements WorkerCallResult {}

    /** The worker has taken none, and may take them later. */
    record Declined(String problem) implements WorkerCallResult {}

    /** The worker has taken none: its memory is full, which takes longer to change than the events can wait. */
    record Full(String code, String problem) implements WorkerCallResult {}

    /** The worker answered that it failed, which one of the events may be the reason of. It may have taken some. */
    record WorkerFailed(String problem) implements WorkerCallResult {}

    /** The connection was refused. */
    record Unreachable(String problem) implements WorkerCallResult {}

    /** No usable response: the worker may have taken the events, or not. */
    record Lost(String problem) implements WorkerCallResult {}

    /**
     * Classifies an error response: a worker that says why it takes nothing has taken nothing; after a 5xx nobody
     * knows.
     */
    static WorkerCallResult ofError(int status, String code, String problem) {
        if (status == 400 || status == 413 || status == 422) {
            return new Rejected(status, code, problem);
        }
        if (code.equals("state_full") || code.equals("worker_memory_full")) {
            return new Full(code, problem);
        }
        if (status == 500) {
            return new WorkerFailed(problem);
        }
        return status >= 500 && status != 503 ? new Lost(problem) : new Declined(problem);
    }
}
