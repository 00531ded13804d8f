package dev.runner.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.language.Event;
import dev.runner.member.Schedule;
import dev.runner.worker.events.EventJson;
import dev.runner.worker.events.EventWriter;
import dev.runner.worker.pipeline.PipelineListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One reader of a pipeline's outputs. What it is told waits in a queue, and is written when the connection takes it. */
final class LogStream implements PipelineListener, WriteListener {

    /** A reader for whom more waits is too slow. */
    static final int MOST_WAITING = 1_000;

    private static final byte[] END = {};

    private final Schedule schedule;
    private final ArrayBlockingQueue<Object> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean planned = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private volatile boolean tooSlow;
    private @Nullable ServletOutputStream out;
    private boolean dirty;

    LogStream(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Completes when nothing more will be written. */
    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    /**
     * Writes from now on.
     *
     * @param listen makes the pipeline tell this what it does
     */
    void begin(AsyncContext exchange, Runnable listen) {
        exchange.setTimeout(0);
        try {
            ServletOutputStream stream = exchange.getResponse().getOutputStream();
            listen.run();
            synchronized (this) {
                out = stream;
            }
            stream.setWriteListener(this);
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    @Override
    public void output(Event event) {
        offer(event);
    }

    @Override
    public void state(String state) {
        offer(("event: state\ndata: {\"status\":\"" + state + "\"}\n\n").getBytes(UTF_8));
        if (state.equals("removed")) {
            offer(END);
        }
    }

    /** Bytes are written as they are. */
    void offer(Object item) {
        if (!waiting.offer(item)) {
            tooSlow = true;
        }
        if (planned.compareAndSet(false, true)) {
            schedule.after(Duration.ZERO, () -> {
                planned.set(false);
                write();
            });
        }
    }

    @Override
    public void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable problem) {
        end.complete(null); // the reader has gone
    }

    /** Writes as much as the connection takes without waiting. */
    private synchronized void write() {
        ServletOutputStream stream = out;
        if (stream == null || end.isDone()) {
            return;
        }
        if (tooSlow) {
            end.complete(null);
            return;
        }
        try {
            writeTo(stream);
        } catch (IOException | IllegalStateException e) {
            end.complete(null); // the reader has gone
        }
    }

    private void writeTo(ServletOutputStream stream) throws IOException {
        while (stream.isReady()) {
            Object item = waiting.poll();
            if (item == END) {
                end.complete(null);
                return;
            }
            if (item != null) {
                stream.write(item instanceof Event event ? output(event, "event: output\ndata: ") : (byte[]) item);
                dirty = true;
            } else if (dirty) {
                stream.flush();
                dirty = false;
            } else {
                return;
            }
        }
    }

    private static byte[] output(Event event, String head) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        bytes.write(head.getBytes(UTF_8));
        try (JsonGenerator json = EventJson.generator(bytes)) {
            EventWriter.flat(json, event);
        }
        bytes.write('\n');
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
