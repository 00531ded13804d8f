package dev.runner.junit;

import dev.runner.util.DurationFormat;
import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits with Awaitility and its defaults, except for a shorter poll interval: reading our own memory is cheap. */
final class ConditionWaiter {
    private static final Duration POLL = Duration.ofMillis(10);

    private ConditionWaiter() {}

    /**
     * Waits until the supplier returns a value.
     *
     * @param what the awaited condition, for messages: {@code worker-2 to be READY}
     * @param atMost null for Awaitility's default timeout
     * @param lastSeen what the message of a timeout adds
     */
    static <T> T until(String what, @Nullable Duration atMost, Callable<Optional<T>> look, Supplier<String> lastSeen) {
        long begin = System.nanoTime();
        while (true) {
            int standstills = RunningClock.shared().standstills();
            try {
                return wait(what, atMost).until(look, Optional::isPresent).orElseThrow();
            } catch (ConditionTimeoutException e) {
                // Who has stood still meanwhile (at a breakpoint, in a frozen container) has not looked: once more.
                if (RunningClock.shared().standstills() == standstills) {
                    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                    throw new ConditionTimeoutException(
                            "waited " + DurationFormat.describe(waited) + " for " + what + "\n" + lastSeen.get(), e);
                }
            }
        }
    }

    private static ConditionFactory wait(String what, @Nullable Duration atMost) {
        ConditionFactory wait = Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(POLL);
        return atMost == null ? wait : wait.atMost(atMost);
    }
}
