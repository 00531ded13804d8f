package dev.runner.worker.http;

import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.RequestHead;
import dev.runner.http.Routes;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.RequestLimits;
import dev.runner.worker.exchange.ExchangeSecret;
import dev.runner.worker.http.EventBatchParser.Carried;
import dev.runner.worker.pipeline.PipelineRegistry;
import java.util.concurrent.CompletableFuture;

/** Where other workers bring the outputs of their pipelines. */
final class ExchangeRoute {

    static final String PATH = "/api/v1/exchange";
    static final String KEY_HEADER = "x-exchange-key";

    private final PipelineRegistry pipelines;
    private final ExchangeSecret key;

    ExchangeRoute(PipelineRegistry pipelines, ExchangeSecret key) {
        this.pipelines = pipelines;
        this.key = key;
    }

    void addTo(Routes routes) {
        routes.post(PATH)
                .summary(
                        "Takes outputs of a pipeline of another worker; asks for the exchange's key, not for x-api-key")
                .header(KEY_HEADER, "the exchange's key, which the coordinator hands out to workers")
                .body(ExchangeRequest.class)
                .limit(RequestLimits.BATCH_BYTES)
                .answers(200, ExchangeResponse.class)
                .fails(401, 404, 409, 503)
                .access(this::requireKey)
                .handleFast(this::take);
    }

    private CompletableFuture<byte[]> take(RequestHead head, byte[] body) {
        Carried carried = RawBodyReader.read(body, "bad_request", EventBatchParser::carried);
        return pipelines
                .get(carried.pipelineId())
                .accept(carried.events(), body.length, false)
                .thenApply(intake -> JsonRecords.write(new ExchangeResponse(intake.accepted())));
    }

    private void requireKey(RequestHead request) {
        ApiKey current = key.current();
        if (!current.isRequired()) {
            throw new ApiException(
                    503, "not_registered", "this worker has no key for the exchange; it gets one when it registers");
        }
        if (!current.matches(request.header(KEY_HEADER))) {
            throw new ApiException(401, "unauthorized", "the header " + KEY_HEADER + " is missing or wrong");
        }
    }
}
