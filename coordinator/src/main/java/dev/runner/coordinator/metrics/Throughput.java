package dev.runner.coordinator.metrics;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerListener;
import dev.runner.protocol.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that workers process, from their heartbeats. A worker's own count starts at 0 with each process.
 */
public final class Throughput implements WorkerListener {

    /** The last report of a worker, and what follows from it and the one before. */
    private record Seen(long registration, Instant heard, long processed, double perSecond) {}

    private final Map<String, Seen> workers = new HashMap<>();
    private long total;

    @Override
    public synchronized void changed(RegisteredWorker worker) {
        Seen before = workers.get(worker.id());
        if (before != null && before.registration() > worker.registration()) {
            return; // listeners are notified without the registry's lock, so an older change may arrive later
        }
        Seen now = before == null || before.registration() != worker.registration()
                ? new Seen(worker.registration(), worker.heard(), 0, 0)
                : before;
        long processed = worker.reported().eventsProcessed();
        long more = processed - now.processed();
        if (more < 0 || (now.equals(before) && !worker.heard().isAfter(now.heard()))) {
            return;
        }
        total += more;
        double seconds = Duration.between(now.heard(), worker.heard()).toNanos() / 1e9;
        double perSecond = seconds > 0 ? more / seconds : 0;
        workers.put(worker.id(), new Seen(worker.registration(), worker.heard(), processed, perSecond));
    }

    /** Events since the coordinator started, over all workers that there have been. */
    public synchronized long total() {
        return total;
    }

    /** Events per second between the last two heartbeats of each live worker. */
    public synchronized double perSecond(List<RegisteredWorker> registered) {
        double sum = 0;
        for (RegisteredWorker worker : registered) {
            @Nullable Seen seen = workers.get(worker.id());
            if (seen != null && worker.state() != WorkerState.UNHEALTHY) {
                sum += seen.perSecond();
            }
        }
        return sum;
    }
}
