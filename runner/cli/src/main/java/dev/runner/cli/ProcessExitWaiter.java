package dev.runner.cli;

import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Waits for processes that are no children of this one, which is why it has to ask again and again. */
final class ProcessExitWaiter {
    /** What the processes are called that end when the members have. */
    static final String MANAGER = "the manager";

    static final String GUARDIAN = "the guardian";

    private static final Set<String> OURS = Set.of(MANAGER, GUARDIAN);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private ProcessExitWaiter() {}

    /**
     * Returns when none of them is alive.
     *
     * @param processes by what a person calls them
     * @param waiting is told for whom it waits, when that has taken a second, and then whenever it has changed
     * @throws CommandFailedException with those that are left, when the time is over
     */
    static void forEndOf(Map<String, ProcessIdentity> processes, Duration timeout, Consumer<String> waiting)
            throws InterruptedException {
        Progress progress = new Progress(waiting);
        long begun = RunningClock.shared().nanoTime();
        long deadline = begun + timeout.toNanos();
        Duration pause = SHORTEST_PAUSE;
        Map<String, ProcessIdentity> alive = new LinkedHashMap<>(processes);
        alive.values().removeIf(process -> !process.isAlive());
        while (!alive.isEmpty()) {
            if (RunningClock.shared().nanoTime() > deadline) {
                alive.values().removeIf(process -> !process.isAlive());
                if (alive.isEmpty()) {
                    return;
                }
                throw new CommandFailedException(
                        ExitCode.TIMED_OUT,
                        "still alive after " + timeout.toSeconds() + " s: " + describe(alive)
                                + ". Wait longer with --timeout, or end it with `kill -9`.");
            }
            progress.tell(alive, RunningClock.shared().nanoTime() - begun);
            Thread.sleep(pause.toMillis());
            // Longer with time, by a tenth of it: what has taken a second need not be known to the millisecond.
            pause = longer(pause, RunningClock.shared().nanoTime() - begun);
            // Of hundreds one is asked until it has ended: the others usually have by then.
            if (!alive.values().iterator().next().isAlive()) {
                alive.values().removeIf(process -> !process.isAlive());
            }
        }
    }

    /** What is said while it waits. */
    private static final class Progress {
        private static final long EVERY_NANOS = 1_000_000_000;

        private final Consumer<String> waiting;
        private long due = EVERY_NANOS;
        private long membersSeen;
        private String said = "";

        Progress(Consumer<String> waiting) {
            this.waiting = waiting;
        }

        void tell(Map<String, ProcessIdentity> processes, long waitedNanos) {
            if (waitedNanos < due) {
                return;
            }
            due = waitedNanos + EVERY_NANOS;
            Map<String, ProcessIdentity> alive = new LinkedHashMap<>(processes);
            alive.values().removeIf(process -> !process.isAlive());
            if (!OURS.containsAll(alive.keySet())) {
                alive.keySet().removeAll(OURS); // they wait for the others, too
                membersSeen = waitedNanos;
            } else if (!said.isEmpty() && waitedNanos - membersSeen < 2 * EVERY_NANOS) {
                return; // with the members they are about to end
            }
            String text = alive.isEmpty() ? "" : "waiting for the end of " + describe(alive);
            if (!text.isEmpty() && !text.equals(said)) {
                said = text;
                waiting.accept(text);
            }
        }
    }

    private static Duration longer(Duration pause, long waitedNanos) {
        Duration tenth = Duration.ofNanos(waitedNanos / 10);
        Duration longer = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
        return longer.compareTo(pause) > 0 ? longer : pause;
    }

    private static String describe(Map<String, ProcessIdentity> alive) {
        return String.join(
                ", ",
                alive.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + " (pid " + entry.getValue().pid() + ")")
                        .toList());
    }
}
