package dev.runner.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runner.coordinator.delivery.DeliveryTarget;
import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Answers batches as a worker does: of each event of a type {@code Event...} comes one output. */
final class StubEventWorker {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String id;
    private final HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile boolean hangs;
    private volatile boolean slow;

    StubEventWorker(String id) {
        this.id = id;
        try {
            server = HttpServer.open(BindAddress.of("127.232.0.2", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.serve(
                ApiKey.of("test"),
                routes -> routes.post("/api/v1/pipelines/{id}/events-batch").handle(this::take));
    }

    DeliveryTarget deployment() {
        return new DeliveryTarget(
                id, "i-" + id, URI.create(server.bound().url()), ApiKey.of("test"), "pipeline-of-" + id);
    }

    /** The ids of all events that came, also again. */
    List<String> seen() {
        return seen;
    }

    /** It takes events and never answers. */
    void hang() {
        hangs = true;
    }

    void answerSlowly() {
        slow = true;
    }

    void stop() {
        server.stop();
    }

    private void take(Context context) throws IOException {
        JsonNode events = MAPPER.readTree(HttpBodies.bytes(context)).get("events");
        List<List<Map<String, String>>> outputs = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode event : events) {
            ids.add(event.get("event_id").asText());
            String type = event.get("event_type").asText();
            outputs.add(type.startsWith("Event") ? List.of(Map.of("event_type", "Out", "of", type)) : List.of());
        }
        seen.addAll(ids);
        if (hangs) {
            context.future(CompletableFuture::new);
        } else {
            Map<String, Object> answer = Map.of("events_accepted", events.size(), "outputs", outputs);
            CompletableFuture<Void> later =
                    new CompletableFuture<Void>().completeOnTimeout(null, slow ? 20 : 0, TimeUnit.MILLISECONDS);
            context.future(() -> later.thenRun(() -> HttpBodies.answer(context, 200, answer)));
        }
    }
}
