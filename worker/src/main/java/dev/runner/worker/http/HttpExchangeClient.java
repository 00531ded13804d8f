package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runner.http.ServiceHttpClient;
import dev.runner.http.ServiceResponse;
import dev.runner.http.json.JsonStreaming;
import dev.runner.worker.exchange.ExchangeClient;
import dev.runner.worker.exchange.ExchangeSecret;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.OutboxEntryCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Brings deliveries to the exchange of other workers. */
public final class HttpExchangeClient implements ExchangeClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final ServiceHttpClient client;
    private final ExchangeSecret key;

    /** Prepares; nothing is called. */
    public HttpExchangeClient(ServiceHttpClient client, ExchangeSecret key) {
        this.client = client;
        this.key = key;
    }

    @Override
    public CompletableFuture<Outcome> deliver(OutboxBatch delivery) {
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
                            ServiceHttpClient.JSON,
                            TIMEOUT)
                    .handle((answer, problem) ->
                            problem == null ? outcome(answer) : Outcome.failed(String.valueOf(problem.getMessage())));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Outcome.failed(String.valueOf(e.getMessage())));
        }
    }

    private static byte[] body(OutboxBatch delivery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JsonStreaming.generator(bytes)) {
            out.writeStartObject();
            out.writeStringField("pipeline_id", delivery.pipelineId());
            out.writeFieldName("events");
            OutboxEntryCodec.writeAll(out, delivery.events());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O in an array
        }
        return bytes.toByteArray();
    }

    private static Outcome outcome(ServiceResponse answer) {
        if (answer.isSuccess()) {
            return accepted(answer);
        }
        boolean isPermanentRejection = answer.status() == BAD_REQUEST || answer.status() == TOO_LARGE;
        return isPermanentRejection ? Outcome.refused(answer.problem()) : Outcome.failed(answer.problem());
    }

    private static Outcome accepted(ServiceResponse answer) {
        try {
            return Outcome.accepted(answer.body(ExchangeResponse.class).accepted());
        } catch (IllegalArgumentException e) {
            return Outcome.failed("not the answer of a worker: " + e.getMessage());
        }
    }
}
