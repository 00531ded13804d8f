package dev.runner.service.testing;

import dev.runner.service.TaskScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Queues tasks until a test runs them, one at a time, and advances the clock to their time. */
public final class ManualTaskScheduler implements TaskScheduler {

    private record Task(Duration delay, Runnable body) {}

    private final Queue<Task> tasks = new ArrayDeque<>();
    private final ManualClock clock;

    public ManualTaskScheduler(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(delay, task));
    }

    @Override
    public void every(Duration interval, Runnable task) {
        tasks.add(new Task(interval, () -> {
            task.run();
            every(interval, task);
        }));
    }

    @Override
    public void stop() {
        tasks.clear();
    }

    /** Runs the next task and returns its delay. */
    public Duration runNext() {
        Task task = tasks.remove();
        clock.pass(task.delay());
        task.body().run();
        return task.delay();
    }
}
