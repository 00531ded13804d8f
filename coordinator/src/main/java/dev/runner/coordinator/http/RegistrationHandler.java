package dev.runner.coordinator.http;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.WorkerDrainer;
import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.FastRequestHead;
import dev.runner.http.FastRequestProcessor;
import dev.runner.http.HttpBodies;
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
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
    private final Executor executor;

    /**
     * Lets workers in.
     *
     * @param key the coordinator's own
     * @param joinSecret lets a worker of the same user in too; none where it could not be written
     * @param exchangeKey what the workers are to show each other
     * @param executor has threads that may wait
     */
    public RegistrationHandler(
            WorkerRegistry registry,
            ApiKey key,
            ApiKey joinSecret,
            Duration heartbeatInterval,
            String exchangeKey,
            WorkerDrainer leave,
            Executor executor) {
        this.registry = registry;
        this.key = key;
        this.joinSecret = joinSecret;
        this.heartbeatInterval = heartbeatInterval;
        this.exchangeKey = exchangeKey;
        this.leave = leave;
        this.executor = executor;
    }

    void addTo(Routes routes) {
        String root = CoordinatorApi.ROOT + "/workers";
        keyOrSecret(routes.post(root + "/register"))
                .summary("A worker asks to be a member; needs the key or the join secret")
                .body(RegisterRequest.class)
                .answers(201, RegisterResponse.class)
                .quickly(this::registerQuickly)
                .handle(this::register);
        keyOrSecret(routes.post(root + "/{id}/handover"))
                .summary("A worker is about to end and gives its pipelines' state away; "
                        + "needs the key or the join secret")
                .body(HandoverRequest.class)
                .answers(200, HandoverResponse.class)
                .fails(404, 409)
                .handle(this::handOver);
        routes.post(root + "/{id}/heartbeat")
                .summary("A worker says that it lives")
                .body(HeartbeatRequest.class)
                .answers(200, HeartbeatResponse.class)
                .fails(404)
                .open()
                .quickly(this::heartbeatQuickly)
                .handle(this::heartbeat);
    }

    /** Such a route checks both by itself. */
    private static Route keyOrSecret(Route route) {
        return route.header("x-api-key", "the coordinator's key")
                .header("x-join-secret", "what the coordinator has left for workers of the same user")
                .fails(401)
                .open();
    }

    void register(Context context) throws IOException {
        requireKeyOrSecret(context);
        HttpBodies.answer(context, 201, register(HttpBodies.body(context, RegisterRequest.class), context.ip()));
    }

    private PendingWorkerRequest registerQuickly(FastRequestHead request) {
        if (!key.accepts(request.key())) {
            throw ApiException.unauthorized(); // perhaps it knows the secret: the other way looks
        }
        return new PendingWorkerRequest(
                201, body -> register(HttpBodies.read(body, RegisterRequest.class), request.peer()));
    }

    private RegisterResponse register(RegisterRequest request, String peer) {
        RegisteredWorker worker = registry.register(registration(request, peer));
        registry.activate(worker);
        String exchange = worker.registered().exchange();
        LOG.info(
                "{} registered at {}, exchange {}",
                worker.id(),
                worker.address(),
                exchange == null ? "none" : exchange);
        return RegisterResponse.registered(worker.id(), heartbeatInterval, exchangeKey);
    }

    void handOver(Context context) throws IOException {
        requireKeyOrSecret(context);
        String id = context.pathParam("id");
        HandoverRequest request = HttpBodies.body(context, HandoverRequest.class);
        AsyncResponses.answer(context, 200, leave.handOver(id, request), HandoverResponse::new);
    }

    private void requireKeyOrSecret(Context context) {
        String shown = context.header("x-api-key");
        if (!key.accepts(shown) && !joinSecret.matches(shown) && !joinSecret.matches(context.header("x-join-secret"))) {
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

    private PendingWorkerRequest heartbeatQuickly(FastRequestHead request) {
        return new PendingWorkerRequest(
                200, body -> heartbeat(request.parameter(), HttpBodies.read(body, HeartbeatRequest.class)));
    }

    /** A worker that says something of itself; what follows of it may take a moment. */
    private final class PendingWorkerRequest implements FastRequestProcessor.AcceptedRequest {
        private final int status;
        private final Function<byte[], Object> work;

        PendingWorkerRequest(int status, Function<byte[], Object> work) {
            this.status = status;
            this.work = work;
        }

        @Override
        public CompletableFuture<byte[]> answer(byte[] body) {
            return CompletableFuture.supplyAsync(() -> JsonRecords.write(work.apply(body)), executor);
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public void end() {
            // It holds nothing.
        }
    }

    void heartbeat(Context context) throws IOException {
        String id = context.pathParam("id");
        HttpBodies.answer(context, 200, heartbeat(id, HttpBodies.body(context, HeartbeatRequest.class)));
    }

    private HeartbeatResponse heartbeat(String id, HeartbeatRequest beat) {
        if (registry.heartbeat(id, beat).isEmpty()) {
            throw CoordinatorApi.unknown(id);
        }
        return new HeartbeatResponse(true);
    }
}
