package dev.runner.protocol;

import java.util.List;

/** All workers in the order of their registration. */
public record WorkerList(List<WorkerView> workers, int total) {

    public WorkerList {
        workers = List.copyOf(workers);
    }

    public static WorkerList of(List<WorkerView> workers) {
        return new WorkerList(workers, workers.size());
    }
}
