package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.RequestHead;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.http.json.JsonStreaming;
import dev.runner.language.Event;
import dev.runner.protocol.EventsAnswer;
import dev.runner.protocol.RequestLimits;
import dev.runner.worker.events.EventBatch;
import dev.runner.worker.events.EventWriter;
import dev.runner.worker.pipeline.BatchResult;
import dev.runner.worker.pipeline.PipelineRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Events come in here, one or many at once. They are read and answered without records and maps in between: this is the
 * path that decides how many a worker can take.
 */
final class EventRoutes {

    private static final String BAD_REQUEST = "bad_request";

    private final PipelineRegistry pipelines;

    EventRoutes(PipelineRegistry pipelines) {
        this.pipelines = pipelines;
    }

    void addTo(Routes routes, String pipeline) {
        routes.post(pipeline + "/events")
                .summary("Gives a pipeline an event, and answers what comes of it at once")
                .body(EventRequest.class)
                .answers(200, EventsAnswer.class)
                .fails(404, 409, 503)
                .handleFast(this::one);
        routes.post(pipeline + "/events-batch")
                .summary("Gives a pipeline many events, in order")
                .query("outputs", "per-event: a list of outputs for each event that was accepted")
                .body(BatchRequest.class)
                .body(EventRequest.class, Route.JSON_LINES)
                .limit(RequestLimits.BATCH_BYTES)
                .answers(200, BatchResponse.class)
                .fails(404, 409, 503)
                .handleFast(this::batch);
    }

    private CompletableFuture<byte[]> one(RequestHead head, byte[] body) {
        EventBatch event = RawBodyReader.read(body, BAD_REQUEST, EventBatchParser::one);
        return pipelines
                .get(head.parameter("id"))
                .accept(event, body.length, true)
                .thenApply(EventRoutes::answer);
    }

    private static byte[] answer(BatchResult intake) {
        return json(out -> {
            out.writeStartObject();
            out.writeBooleanField("accepted", true);
            out.writeFieldName("output_events");
            outputs(out, intake.outputs());
            omitted(out, intake);
            if (intake.duplicates() > 0) {
                out.writeBooleanField("duplicate", true);
            }
            out.writeEndObject();
        });
    }

    private CompletableFuture<byte[]> batch(RequestHead head, byte[] body) {
        long begin = System.nanoTime();
        boolean lines = isJsonLines(head.header("Content-Type"));
        EventBatch batch =
                RawBodyReader.read(body, BAD_REQUEST, lines ? EventBatchParser::lines : EventBatchParser::batch);
        boolean perEvent = "per-event".equals(head.queryParameter("outputs"));
        return pipelines
                .get(head.parameter("id"))
                .accept(batch, body.length, true)
                .thenApply(intake -> answer(intake, perEvent, begin));
    }

    private static byte[] answer(BatchResult intake, boolean perEvent, long begin) {
        return json(out -> {
            out.writeStartObject();
            out.writeNumberField("events_accepted", intake.accepted());
            out.writeNumberField("duplicates", intake.duplicates());
            out.writeFieldName(perEvent ? "outputs" : "output_events");
            if (perEvent) {
                outputsPerEvent(out, intake);
            } else {
                outputs(out, intake.outputs());
            }
            omitted(out, intake);
            out.writeNumberField("processing_time_us", (System.nanoTime() - begin) / 1_000);
            out.writeEndObject();
        });
    }

    private static boolean isJsonLines(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Route.JSON_LINES);
    }

    private interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O in an array
        }
        return bytes.toByteArray();
    }

    private static void omitted(JsonGenerator out, BatchResult intake) throws IOException {
        if (intake.omitted() > 0) {
            out.writeNumberField("outputs_omitted", intake.omitted());
        }
    }

    private static void outputs(JsonGenerator out, List<Event> events) throws IOException {
        out.writeStartArray();
        for (Event event : events) {
            EventWriter.flat(out, event);
        }
        out.writeEndArray();
    }

    private static void outputsPerEvent(JsonGenerator out, BatchResult intake) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < intake.accepted(); i++) {
            outputs(out, intake.outputs(i));
        }
        out.writeEndArray();
    }
}
