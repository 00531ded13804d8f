package dev.runner.coordinator.delivery;

import dev.runner.http.CallFailedException;
import dev.runner.http.ServiceHttpClient;
import dev.runner.http.ServiceResponse;
import dev.runner.util.AsyncFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Posts events to workers over HTTP, on persistent connections. */
public final class HttpWorkerEventClient implements WorkerEventClient {

    private final ServiceHttpClient client;
    private final Duration timeout;

    /** @param timeout for a whole call */
    public HttpWorkerEventClient(ServiceHttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<WorkerCallResult> send(DeliveryTarget to, JsonByteBuilder body) {
        URI uri = URI.create(to.address() + "/api/v1/pipelines/" + to.pipelineId() + "/events-batch?outputs=per-event");
        return client.send(
                        "POST",
                        uri,
                        ServiceHttpClient.keyHeader(to.key()),
                        body.toByteArray(),
                        ServiceHttpClient.JSON,
                        timeout)
                .handle(HttpWorkerEventClient::reply);
    }

    private static WorkerCallResult reply(@Nullable ServiceResponse answer, @Nullable Throwable problem) {
        if (answer == null) {
            return failed(problem);
        }
        if (!answer.isSuccess()) {
            return WorkerCallResult.ofError(answer.status(), answer.code(), answer.problem());
        }
        try {
            return BatchResponseParser.accepted(answer.bytes());
        } catch (IOException | IllegalArgumentException e) {
            return new WorkerCallResult.Lost("its response makes no sense (" + e.getMessage() + ")");
        }
    }

    private static WorkerCallResult failed(@Nullable Throwable problem) {
        Throwable cause = problem == null ? null : AsyncFailure.causeOf(problem);
        String why = cause == null ? "no answer" : String.valueOf(cause.getMessage());
        return cause instanceof CallFailedException failed && failed.refused()
                ? new WorkerCallResult.Unreachable(why)
                : new WorkerCallResult.Lost(why);
    }
}
