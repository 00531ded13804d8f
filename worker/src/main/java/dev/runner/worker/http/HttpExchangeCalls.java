package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.Answer;
import dev.runner.http.MemberClient;
import dev.runner.worker.events.EventJson;
import dev.runner.worker.exchange.ExchangeCalls;
import dev.runner.worker.exchange.ExchangeKey;
import dev.runner.worker.pipeline.Delivery;
import dev.runner.worker.pipeline.EntryJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Brings deliveries to the exchange of other workers. */
public final class HttpExchangeCalls implements ExchangeCalls {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final MemberClient client;
    private final ExchangeKey key;

    /** Prepares; nothing is called. */
    public HttpExchangeCalls(MemberClient client, ExchangeKey key) {
        this.client = client;
        this.key = key;
    }

    @Override
    public CompletableFuture<Outcome> deliver(Delivery delivery) {
        String secret = key.current().secret();
        if (secret == null) {
            return CompletableFuture.completedFuture(Outcome.failed("this worker has no key for the exchange yet"));
        }
        try {
            URI uri = new URI(delivery.url() + ExchangeRoute.PATH);
            return client.send(
                            "POST",
                            uri,
                            Map.of(ExchangeRoute.KEY_HEADER, secret),
                            body(delivery),
                            MemberClient.JSON,
                            TIMEOUT)
                    .handle((answer, problem) ->
                            problem == null ? outcome(answer) : Outcome.failed(String.valueOf(problem.getMessage())));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Outcome.failed(String.valueOf(e.getMessage())));
        }
    }

    private static byte[] body(Delivery delivery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = EventJson.generator(bytes)) {
            out.writeStartObject();
            out.writeStringField("pipeline_id", delivery.pipelineId());
            out.writeFieldName("events");
            EntryJson.writeAll(out, delivery.events());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O in an array
        }
        return bytes.toByteArray();
    }

    private static Outcome outcome(Answer answer) {
        if (answer.isSuccess()) {
            return accepted(answer);
        }
        boolean forWhatTheyAre = answer.status() == BAD_REQUEST || answer.status() == TOO_LARGE;
        return forWhatTheyAre ? Outcome.refused(answer.problem()) : Outcome.failed(answer.problem());
    }

    private static Outcome accepted(Answer answer) {
        try {
            return Outcome.accepted(answer.body(CarriedAnswer.class).accepted());
        } catch (IllegalArgumentException e) {
            return Outcome.failed("not the answer of a worker: " + e.getMessage());
        }
    }
}
