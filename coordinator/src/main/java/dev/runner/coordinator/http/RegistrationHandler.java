package dev.runner.coordinator.http;

import dev.runner.coordinator.health.HeartbeatVerifier;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.WorkerDrainer;
import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.AsyncResponses;
import dev.runner.http.HttpBodies;
import dev.runner.http.RequestHead;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.HeartbeatResponse;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers say of themselves. */
public final class RegistrationHandler {

    private static final Logger LOG = LoggerFactory.getLogger("registration");

    private final WorkerRegistry registry;
    private final ApiKey key;
    private final ApiKey joinSecret;
    private final Duration heartbeatInterval;
    private final String exchangeKey;
    private final WorkerDrainer leave;
    private final HeartbeatVerifier verifier;

    /**
     * Lets workers in.
     *
     * @param key the coordinator's own
     * @param joinSecret lets a worker of the same user in too; none where it could not be written
     * @param exchangeKey what the workers are to show each other
     */
    public RegistrationHandler(
            WorkerRegistry registry,
            ApiKey key,
            ApiKey joinSecret,
            Duration heartbeatInterval,
            String exchangeKey,
            WorkerDrainer leave,
            HeartbeatVerifier verifier) {
        this.registry = registry;
        this.key = key;
        this.joinSecret = joinSecret;
        this.heartbeatInterval = heartbeatInterval;
        this.exchangeKey = exchangeKey;
        this.leave = leave;
        this.verifier = verifier;
    }

    void addTo(Routes routes) {
        String root = CoordinatorApi.ROOT + "/workers";
        keyOrSecret(routes.post(root + "/register"))
                .summary("A worker asks to be a member; needs the key or the join secret")
                .body(RegisterRequest.class)
                .answers(201, RegisterResponse.class)
                .fails(409)
                .handleFast(this::register);
        keyOrSecret(routes.post(root + "/{id}/handover"))
                .summary("A worker is about to end and gives its pipelines' state away; "
                        + "needs the key or the join secret")
                .body(HandoverRequest.class)
                .answers(200, HandoverResponse.class)
                .fails(404, 409)
                .handle(this::handOver);
        routes.post(root + "/{id}/heartbeat")
                .summary("A worker says that it lives")
                .header(
                        HeartbeatRequest.TOKEN_HEADER,
                        "the token of its registration; without it, the worker itself must answer")
                .body(HeartbeatRequest.class)
                .answers(200, HeartbeatResponse.class)
                .fails(404)
                .open()
                .handleFast(this::heartbeat);
    }

    private Route keyOrSecret(Route route) {
        return route.header("x-api-key", "the coordinator's key")
                .header("x-join-secret", "what the coordinator has left for workers of the same user")
                .fails(401)
                .access(this::requireKeyOrSecret);
    }

    private CompletableFuture<byte[]> register(RequestHead head, byte[] body) {
        return answer(register(HttpBodies.read(body, RegisterRequest.class), head.peer()));
    }

    private CompletableFuture<byte[]> heartbeat(RequestHead head, byte[] body) {
        String id = head.parameter("id");
        HeartbeatRequest beat = HttpBodies.read(body, HeartbeatRequest.class);
        RegisteredWorker worker = registry.find(id).orElseThrow(() -> CoordinatorApi.unknown(id));
        return verifier.counts(worker, head.header(HeartbeatRequest.TOKEN_HEADER))
                .thenApply(counts -> JsonRecords.write(counts ? heartbeat(id, beat) : new HeartbeatResponse(false)));
    }

    private static CompletableFuture<byte[]> answer(Object value) {
        return CompletableFuture.completedFuture(JsonRecords.write(value));
    }

    private RegisterResponse register(RegisterRequest request, String peer) {
        RegisteredWorker worker = register(registration(request, peer));
        String token = verifier.issueToken(worker);
        registry.activate(worker);
        String exchange = worker.registered().exchange();
        LOG.info(
                "{} registered at {}, exchange {}",
                worker.id(),
                worker.address(),
                exchange == null ? "none" : exchange);
        return RegisterResponse.registered(worker.id(), heartbeatInterval, exchangeKey, token);
    }

    private RegisteredWorker register(WorkerRegistration asked) {
        try {
            return registry.register(asked);
        } catch (IllegalStateException e) {
            throw new ApiException(409, "stale_instance", String.valueOf(e.getMessage()));
        }
    }

    private void handOver(Context context) {
        String id = context.pathParam("id");
        HandoverRequest request = HttpBodies.body(context, HandoverRequest.class);
        AsyncResponses.answer(context, 200, leave.handOver(id, request), taken -> taken);
    }

    private void requireKeyOrSecret(RequestHead request) {
        String shown = request.header("x-api-key");
        if (!key.accepts(shown) && !joinSecret.matches(shown) && !joinSecret.matches(request.header("x-join-secret"))) {
            throw new ApiException(
                    401,
                    "unauthorized",
                    "a worker needs the coordinator's key (--api-key), or must be started by the same user");
        }
    }

    private static WorkerRegistration registration(RegisterRequest request, String peer) {
        try {
            return WorkerRegistration.of(request, peer);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private HeartbeatResponse heartbeat(String id, HeartbeatRequest beat) {
        if (registry.heartbeat(id, beat).isEmpty()) {
            throw CoordinatorApi.unknown(id);
        }
        return new HeartbeatResponse(true);
    }
}
