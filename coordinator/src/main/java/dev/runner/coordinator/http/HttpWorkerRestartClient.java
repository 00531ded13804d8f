package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.restart.WorkerRestartClient;
import dev.runner.http.ServiceHttpClient;
import dev.runner.http.ServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Calls a worker at the address that it registered with, with the worker's own key. */
public final class HttpWorkerRestartClient implements WorkerRestartClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ServiceHttpClient client;

    public HttpWorkerRestartClient(ServiceHttpClient client) {
        this.client = client;
    }

    @Override
    public void restart(RegisteredWorker worker) throws IOException {
        URI uri = URI.create(worker.address() + "/api/v1/restart");
        ServiceResponse answer =
                client.post(uri, ServiceHttpClient.keyHeader(worker.registered().key()), null, TIMEOUT);
        if (!answer.isSuccess()) {
            throw new IOException(worker.id() + " refused to restart: " + answer.problem());
        }
    }
}
