package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunningClockTest {
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // System.nanoTime may be anything
    private final RunningClock clock = new RunningClock(() -> now);

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void run(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 500) {
            pass(Duration.ofMillis(Math.min(500, left)));
            clock.nanoTime();
        }
    }

    @Test
    void timeInWhichItStoodStillDoesNotCount() {
        long begun = clock.nanoTime();
        run(Duration.ofSeconds(7));
        pass(Duration.ofSeconds(20));
        assertThat(clock.nanoTime() - begun).isEqualTo(Duration.ofSeconds(7).toNanos());
        run(Duration.ofSeconds(2));
        pass(Duration.ofHours(9));
        run(Duration.ofSeconds(1));

        // What came before its first look afterwards stood still too, as nobody can tell.
        assertThat(clock.nanoTime() - begun)
                .isBetween(
                        Duration.ofSeconds(9).toNanos(), Duration.ofSeconds(10).toNanos());
        assertThat(clock.standstills()).isEqualTo(2);
    }

    @Test
    void aBusyMachineIsNoStandstill() {
        long begun = clock.nanoTime();
        pass(Duration.ofSeconds(2));
        assertThat(clock.nanoTime() - begun).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(clock.standstills()).isZero();
    }

    @Test
    void aDeadlineGetsASecondAfterAStandstill() {
        long begun = clock.nanoTime();
        long end = begun + Duration.ofSeconds(3).toNanos();
        run(Duration.ofMillis(2_990));
        assertThat(clock.remaining(begun, end)).isEqualTo(Duration.ofMillis(10).toNanos());
        pass(Duration.ofSeconds(20));
        assertThat(clock.remaining(begun, end)).isEqualTo(Duration.ofSeconds(1).toNanos());
        run(Duration.ofSeconds(1));
        assertThat(clock.remaining(begun, end)).isZero();

        long later = clock.nanoTime();
        assertThat(clock.remaining(later, later + 5)).isEqualTo(5);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aTaskRunsWhenItsRunningTimeIsOver() {
        CompletableFuture<String> ran = new CompletableFuture<>();
        RunningClock.shared()
                .after(
                        Duration.ofMillis(20),
                        () -> ran.complete(Thread.currentThread().getName()),
                        executor)
                .join();
        assertThat(ran.join()).isNotEqualTo(Thread.currentThread().getName());
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aTaskThatIsCancelledDoesNotRun() {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        CompletableFuture<Void> due =
                RunningClock.shared().after(Duration.ofMillis(20), () -> ran.complete(null), executor);
        due.cancel(false);
        assertThat(due).isCancelled();
        RunningClock.shared().after(Duration.ofMillis(60), () -> {}, executor).join();
        assertThat(ran).isNotDone();
    }
}
