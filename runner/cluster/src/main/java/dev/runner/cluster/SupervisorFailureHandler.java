package dev.runner.cluster;

import dev.runner.supervisor.Supervisor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What follows from an {@link Error} on the supervisor's thread: whatever it was doing is lost, so that nothing but the
 * end is left.
 */
final class SupervisorFailureHandler {
    /** When the supervision has failed, the ends of members may not be heard of. */
    private static final Duration FORCED_END_DELAY = Duration.ofSeconds(10);

    private final Supervisor supervisor;
    private final ScheduledExecutorService timer;
    private final ClusterEventPublisher news;
    private final ClusterFailureHandler failures;
    private final Path timeline;
    private final Consumer<String> kill;
    private final Runnable forceEnd;
    private final AtomicBoolean broken = new AtomicBoolean();

    /**
     * @param timeline where the stack trace is found
     * @param kill has all members killed, for the purpose that it is given
     * @param forceEnd tells the end, whatever is known of the members; called on the timer's thread
     */
    SupervisorFailureHandler(
            Supervisor supervisor,
            ScheduledExecutorService timer,
            ClusterEventPublisher news,
            ClusterFailureHandler failures,
            Path timeline,
            Consumer<String> kill,
            Runnable forceEnd) {
        this.supervisor = supervisor;
        this.timer = timer;
        this.news = news;
        this.failures = failures;
        this.timeline = timeline;
        this.kill = kill;
        this.forceEnd = forceEnd;
    }

    /** Called on any thread; the first error counts. */
    void of(Error error) {
        if (broken.compareAndSet(false, true)) {
            // First of all: whatever else fails because of it, somebody waits for the end.
            var unused = timer.schedule(forceEnd, FORCED_END_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            supervisor.execute(() -> handleError(error));
        }
    }

    private void handleError(Error error) {
        ClusterFailure fatal = ClusterFailure.ofSupervision(error, timeline);
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        news.details(trace.toString());
        failures.supervisionFailed(fatal);
        kill.accept("the supervision failed");
    }
}
