package dev.runner.members.simulation;

import dev.runner.service.TaskScheduler;
import dev.runner.service.UtcClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time and processes, of which one thing happens at a time. What would happen at the same time happens in an order that
 * chance decides; code that waits lets everything else go on meanwhile. A seed always gives the same run.
 */
final class SimulatedWorld extends UtcClock {

    private static final Logger LOG = LoggerFactory.getLogger("simulation");

    private record Event(long at, long order, Runnable body) {}

    /** A process: nothing of it happens after its end, nor while it is paused. */
    final class SimulatedProcess implements Executor, TaskScheduler {
        private final String name;
        private final List<Runnable> postponed = new ArrayList<>();
        private boolean alive = true;
        private boolean paused;

        SimulatedProcess(String name) {
            this.name = name;
        }

        boolean isAlive() {
            return alive;
        }

        boolean isPaused() {
            return paused;
        }

        void end() {
            alive = false;
            paused = false;
            postponed.clear();
        }

        void pause() {
            paused = alive;
        }

        void resume() {
            paused = false;
            List<Runnable> now = List.copyOf(postponed);
            postponed.clear();
            now.forEach(task -> at(random.nextInt(20), () -> run(task)));
        }

        /** Runs a task now, or when the process is resumed; never, when it has ended. */
        void run(Runnable task) {
            if (alive && paused) {
                postponed.add(task);
            } else if (alive) {
                try {
                    task.run();
                } catch (Baton.Ended e) {
                    // the process has ended while it waited
                }
            }
        }

        @Override
        public void execute(Runnable task) {
            at(random.nextInt(3), () -> run(task));
        }

        @Override
        public void after(Duration delay, Runnable task) {
            at(delay.toMillis() + random.nextInt(3), () -> run(task));
        }

        @Override
        public void every(Duration interval, Runnable task) {
            at(
                    interval.toMillis(),
                    () -> run(() -> {
                        every(interval, task);
                        task.run();
                    }));
        }

        @Override
        public void stop() {
            // what belongs to a process ends with it
        }

        /** Waits. Returns whether it has come true in time. */
        boolean await(BooleanSupplier done, Duration limit) {
            long end = now + limit.toMillis();
            at(limit.toMillis(), () -> {});
            baton.await(() -> !alive || (!paused && (done.getAsBoolean() || now >= end)));
            if (!alive) {
                throw new Baton.Ended();
            }
            return done.getAsBoolean();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Baton baton;
    private final List<String> timeline = new ArrayList<>();
    private long now = 1_000_000;
    private long order;
    private long steps;

    SimulatedWorld(long seed) {
        this.random = new Random(seed);
        this.baton = new Baton(random, this::step);
    }

    /** Something happens in so many milliseconds; chance decides in which order with what happens then too. */
    void at(long millis, Runnable body) {
        events.add(new Event(now + millis, random.nextInt(4) * 1_000_000_000L + ++order, body));
    }

    private void step() {
        Event next = events.remove();
        now = Math.max(now, next.at());
        steps++;
        next.body().run();
    }

    /** Ends what still waits. */
    void end() {
        baton.end();
    }

    /** Lets time pass. */
    void pass(Duration time) {
        long end = now + time.toMillis();
        at(time.toMillis(), () -> {});
        baton.await(() -> now >= end);
    }

    long steps() {
        return steps;
    }

    void note(String what) {
        String line = (now - 1_000_000) + " ms " + what;
        timeline.add(line);
        LOG.info("{}", line); // among what the members log, where that is on
    }

    List<String> timeline() {
        return timeline;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }
}
