package dev.runner.coordinator.delivery;

import dev.runner.service.TaskScheduler;
import dev.runner.service.UtcClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Time that passes when a test says so; what is due runs on the test's thread, in its order. */
final class SimulatedTime extends UtcClock implements TaskScheduler {

    private record Task(long at, long number, Runnable body) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now = 1_000_000;
    private long number;

    void pass(Duration time) {
        long until = now + time.toMillis();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            Task task = tasks.remove();
            now = Math.max(now, task.at());
            task.body().run();
        }
        now = until;
    }

    /** Time in which the process stands still: the clock does too, and timers are due when it goes on. */
    void standStill(Duration time) {
        long until = now + time.toMillis();
        List<Task> due = new ArrayList<>();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            due.add(tasks.remove());
        }
        due.forEach(task -> task.body().run());
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now + delay.toMillis(), ++number, task));
    }

    @Override
    public void every(Duration interval, Runnable task) {
        throw new UnsupportedOperationException("deliveries repeat nothing for ever");
    }

    @Override
    public void stop() {
        tasks.clear();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }
}
