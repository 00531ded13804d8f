package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.Worker;
import dev.runner.coordinator.restart.WorkerCalls;
import dev.runner.http.Answer;
import dev.runner.http.MemberClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Calls a worker at the address that it registered with, with the worker's own key. */
public final class HttpWorkerCalls implements WorkerCalls {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final MemberClient client;

    public HttpWorkerCalls(MemberClient client) {
        this.client = client;
    }

    @Override
    public void restart(Worker worker) throws IOException {
        URI uri = URI.create(worker.address() + "/api/v1/restart");
        Answer answer =
                client.post(uri, MemberClient.keyHeader(worker.registered().key()), null, TIMEOUT);
        if (!answer.isSuccess()) {
            throw new IOException(worker.id() + " refused to restart: " + answer.problem());
        }
    }
}
