package dev.runner.supervisor.testing;

import dev.runner.supervisor.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that stands still until a test moves it. */
public final class ManualScheduler implements Scheduler {
    private record Due(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        due.add(new Due(now.plus(delay), order++, task));
    }

    /** Moves time on, running what becomes due in its order. */
    public void advance(Duration by) {
        Instant until = now.plus(by);
        while (!due.isEmpty() && !due.peek().at().isAfter(until)) {
            Due next = due.poll();
            now = next.at();
            next.task().run();
        }
        now = until;
    }
}
