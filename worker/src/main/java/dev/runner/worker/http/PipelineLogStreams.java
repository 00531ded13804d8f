package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.ApiException;
import dev.runner.http.SseConnection;
import dev.runner.http.SseConnections;
import dev.runner.http.Status;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.worker.events.EventWriter;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineListener;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams the outputs and states of pipelines to readers. Costs nothing for a pipeline without readers. */
public final class PipelineLogStreams {

    static final int MAX_READERS = 64;

    private final SseConnections streams;
    private final AtomicInteger readers = new AtomicInteger();

    public PipelineLogStreams(SseConnections streams) {
        this.streams = streams;
    }

    /**
     * Streams what the pipeline does to the client, until one of them ends.
     *
     * @throws ApiException 503 when there are too many readers
     */
    void open(Context context, Pipeline pipeline) {
        if (readers.get() >= MAX_READERS) {
            throw new ApiException(
                    503, "too_many_readers", MAX_READERS + " clients read logs of this worker; end one of them");
        }
        streams.open(context, stream -> {
            readers.incrementAndGet();
            Reader reader = new Reader(stream);
            stream.onEnd(() -> {
                readers.decrementAndGet();
                pipeline.forget(reader);
            });
            pipeline.listen(reader);
            if (!stream.isOpen()) {
                pipeline.forget(reader); // it may have ended before the pipeline knew of it
            }
        });
    }

    private record Reader(SseConnection stream) implements PipelineListener {

        @Override
        public void output(Event event) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
            try (JsonGenerator out = JsonStreaming.generator(bytes)) {
                EventWriter.flat(out, event);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // there is no I/O in an array
            }
            stream.sendBytes("output", bytes.toByteArray());
        }

        @Override
        public void state(String state) {
            stream.send("state", new Status(state));
            if (state.equals("removed")) {
                stream.close();
            }
        }
    }
}
