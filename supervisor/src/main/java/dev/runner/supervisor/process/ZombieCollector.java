package dev.runner.supervisor.process;

import dev.runner.util.RunningClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Collects what has ended and nobody waits for. The first process of a container becomes the parent of whatever has
 * lost its own; a container's {@code --init} would collect those, and without one they stay as zombies, each with a pid
 * of the container's limit. The processes that this JVM has started itself are left to who waits for them: that takes
 * seconds at most, so only what stays longer is collected.
 */
final class ZombieCollector {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long EVERY_SECONDS = 5;

    /** The pid of the first process. */
    static final long FIRST = 1;

    private final Supplier<Set<String>> zombies;
    private final LongConsumer reap;
    private final LongSupplier nanos;
    private final Map<String, Long> seen = new HashMap<>();

    /**
     * @param zombies its children that have ended, with their start, as a number may become another's: {@code
     *     PID/START}
     * @param reap is given each pid to collect
     */
    ZombieCollector(Supplier<Set<String>> zombies, LongConsumer reap, LongSupplier nanos) {
        this.zombies = zombies;
        this.reap = reap;
        this.nanos = nanos;
    }

    /** Collects them from now on; only in the first process of a container there are any. */
    static void start(ScheduledExecutorService timer) {
        ZombieCollector collector =
                new ZombieCollector(ZombieCollector::ended, LibC::reap, RunningClock.shared()::nanoTime);
        var unused = timer.scheduleWithFixedDelay(collector::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static Set<String> ended() {
        return ProcessHandle.current()
                .children()
                .filter(child -> LibC.hasEnded(child.pid()))
                .map(child -> child.pid() + "/" + child.info().startInstant().orElse(Instant.EPOCH))
                .collect(Collectors.toSet());
    }

    void look() {
        Set<String> now = zombies.get();
        long time = nanos.getAsLong();
        seen.keySet().retainAll(now);
        for (String zombie : now) {
            Long since = seen.putIfAbsent(zombie, time);
            if (since != null && time - since >= PATIENCE.toNanos()) {
                reap.accept(Long.parseLong(zombie.substring(0, zombie.indexOf('/'))));
            }
        }
    }
}
