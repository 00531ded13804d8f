package dev.runner.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.member.Schedule;
import dev.runner.member.http.ApiException;
import dev.runner.member.http.Route;
import dev.runner.worker.pipeline.Pipeline;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The readers of pipelines' outputs. One thread writes to all of them, and never waits for one: a reader that does not keep
 * up is dropped. Without readers there is no thread, and a pipeline has nothing to do.
 */
public final class LogStreams {

    static final int MOST_READERS = 64;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final Schedule schedule;
    private final Set<LogStream> readers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * Prepares; the first reader begins the thread.
     *
     * @param schedule one thread, on which everything is written
     */
    public LogStreams(Schedule schedule) {
        this.schedule = schedule;
    }

    /**
     * Tells the client what the pipeline does, until one of them ends.
     *
     * @throws ApiException 503 when there are too many readers, 404 when the pipeline was just removed
     */
    void open(Context context, Pipeline pipeline) {
        if (readers.size() >= MOST_READERS) {
            throw new ApiException(
                    503, "too_many_readers", MOST_READERS + " clients read logs of this worker; end one of them");
        }
        if (begun.compareAndSet(false, true)) {
            // It also finds out which readers have gone, which only a write can tell.
            schedule.every(SIGN_OF_LIFE, () -> readers.forEach(reader -> reader.offer(COMMENT)));
        }
        LogStream reader = new LogStream(schedule);
        context.contentType(Route.EVENT_STREAM).header("Cache-Control", "no-store");
        context.future(() -> {
            readers.add(reader);
            reader.begin(context.req().getAsyncContext(), () -> pipeline.listen(reader));
            return reader.end().whenComplete((done, problem) -> {
                readers.remove(reader);
                pipeline.forget(reader);
            });
        });
    }
}
