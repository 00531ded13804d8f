package dev.runner.worker.http;

import dev.runner.http.ApiKey;
import dev.runner.http.CallFailedException;
import dev.runner.http.ServiceHttpClient;
import dev.runner.http.ServiceResponse;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.service.JoinSecret;
import dev.runner.worker.registration.CoordinatorClient;
import dev.runner.worker.registration.UnknownWorkerException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls the coordinator over HTTP. */
public final class HttpCoordinatorClient implements CoordinatorClient {

    private static final int REQUEST_TIMEOUT = 408;

    private final ServiceHttpClient client;
    private final URI coordinator;
    private final ApiKey key;
    private final JoinSecret joinSecret;
    private volatile Map<String, String> heartbeatHeaders = Map.of();

    /**
     * Creates a client; nothing is called yet.
     *
     * @param key the worker's own, which may be the coordinator's too
     * @param joinSecret where a coordinator of the same user leaves its secret; read for each attempt, because the
     *     coordinator creates a new one at every start
     */
    public HttpCoordinatorClient(ServiceHttpClient client, URI coordinator, ApiKey key, JoinSecret joinSecret) {
        this.client = client;
        this.coordinator = coordinator;
        this.key = key;
        this.joinSecret = joinSecret;
    }

    @Override
    public RegisterResponse register(RegisterRequest request, Duration timeout) throws IOException {
        ServiceResponse answer = client.post(uri("/register"), credentials(), request, timeout);
        requireSuccess(answer, "does not let this worker in");
        RegisterResponse response = body(answer, RegisterResponse.class);
        String token = response.heartbeatToken();
        heartbeatHeaders = token == null ? Map.of() : Map.of(HeartbeatRequest.TOKEN_HEADER, token);
        return response;
    }

    private <T> T body(ServiceResponse answer, Class<T> type) throws IOException {
        try {
            return answer.body(type);
        } catch (IllegalArgumentException e) {
            throw new IOException(coordinator + " is not a coordinator: " + e.getMessage(), e);
        }
    }

    @Override
    public HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout) throws IOException {
        ServiceResponse answer = client.post(uri("/" + workerId + "/handover"), credentials(), request, timeout);
        if (answer.status() == 404 || answer.code().equals("stale_instance")) {
            throw new UnknownWorkerException(coordinator + " refuses: " + answer.problem());
        }
        requireSuccess(answer, "refuses");
        return body(answer, HandoverResponse.class);
    }

    /** A coordinator that is overloaded, or ends, may succeed a little later: as if it had not answered. */
    private void requireSuccess(ServiceResponse answer, String otherwise) throws IOException {
        if (answer.isSuccess()) {
            return;
        }
        IOException why = new IOException(coordinator + " " + otherwise + ": " + answer.problem());
        if (answer.status() >= 500 || answer.status() == REQUEST_TIMEOUT) {
            throw new CallFailedException(String.valueOf(why.getMessage()), why, false);
        }
        throw why;
    }

    @Override
    public boolean heartbeat(String workerId, HeartbeatRequest beat) throws IOException {
        ServiceResponse answer = client.post(uri("/" + workerId + "/heartbeat"), heartbeatHeaders, beat, USUAL_TIMEOUT);
        if (answer.status() == 404) {
            return false;
        }
        if (!answer.isSuccess()) {
            throw new IOException(coordinator + " does not take the heartbeat: " + answer.problem());
        }
        return true;
    }

    private Map<String, String> credentials() throws IOException {
        Map<String, String> headers = new HashMap<>(ServiceHttpClient.keyHeader(key));
        joinSecret.find(coordinator).ifPresent(secret -> headers.put("x-join-secret", secret));
        return headers;
    }

    private URI uri(String path) {
        return URI.create(coordinator + "/api/v1/cluster/workers" + path);
    }
}
