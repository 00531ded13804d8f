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
final class Breakdown {
    /** When the supervision has failed, the ends of members may not be heard of. */
    private static final Duration UNTIL_THE_END = Duration.ofSeconds(10);

    private final Supervisor supervisor;
    private final ScheduledExecutorService timer;
    private final ClusterNews news;
    private final Failures failures;
    private final Path timeline;
    private final Consumer<String> kill;
    private final Runnable endWithoutNews;
    private final AtomicBoolean broken = new AtomicBoolean();

    /**
     * @param timeline where the stack trace is found
     * @param kill has all members killed, for the purpose that it is given
     * @param endWithoutNews tells the end, whatever is known of the members; called on the timer's thread
     */
    Breakdown(
            Supervisor supervisor,
            ScheduledExecutorService timer,
            ClusterNews news,
            Failures failures,
            Path timeline,
            Consumer<String> kill,
            Runnable endWithoutNews) {
        this.supervisor = supervisor;
        this.timer = timer;
        this.news = news;
        this.failures = failures;
        this.timeline = timeline;
        this.kill = kill;
        this.endWithoutNews = endWithoutNews;
    }

    /** Called on any thread; the first error counts. */
    void of(Error error) {
        if (broken.compareAndSet(false, true)) {
            // First of all: whatever else fails because of it, somebody waits for the end.
            var unused = timer.schedule(endWithoutNews, UNTIL_THE_END.toMillis(), TimeUnit.MILLISECONDS);
            supervisor.execute(() -> breakDown(error));
        }
    }

    private void breakDown(Error error) {
        FatalError fatal = FatalError.ofSupervision(error, timeline);
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        news.details(trace.toString());
        failures.supervisionFailed(fatal);
        kill.accept("the supervision failed");
    }
}
