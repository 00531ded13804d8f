package dev.runner.cli;

import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Waits for processes that are no children of this one, which is why it has to ask again and again. */
final class ProcessExitWaiter {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private ProcessExitWaiter() {}

    /**
     * Returns when none of them is alive.
     *
     * @param processes by what a person calls them
     * @throws CommandFailedException with those that are left, when the time is over
     */
    static void forEndOf(Map<String, ProcessIdentity> processes, Duration timeout) throws InterruptedException {
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
            Thread.sleep(pause.toMillis());
            // Longer with time, by a tenth of it: what has taken a second need not be known to the millisecond.
            pause = longer(pause, RunningClock.shared().nanoTime() - begun);
            // Of hundreds one is asked until it has ended: the others usually have by then.
            if (!alive.values().iterator().next().isAlive()) {
                alive.values().removeIf(process -> !process.isAlive());
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
