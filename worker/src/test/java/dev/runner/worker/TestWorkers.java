package dev.runner.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.HeartbeatResponse;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.RequestHeaders;
import dev.runner.protocol.TakenState;
import dev.runner.service.JoinSecret;
import dev.runner.service.UserStateDirectory;
import dev.runner.service.lifetime.SupervisorNotifier;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workers on real ports, with a coordinator that only listens. */
final class TestWorkers implements AutoCloseable {

    static final int PIPELINE_THREADS = 2;
    static final String EXCHANGE_KEY = "between-workers";

    final List<RegisterRequest> registrations = new CopyOnWriteArrayList<>();
    final List<HeartbeatRequest> beats = new CopyOnWriteArrayList<>();
    final List<HandoverRequest> handovers = new CopyOnWriteArrayList<>();
    final AtomicInteger exit = new AtomicInteger(-1);
    volatile List<TakenState> taken = List.of();
    volatile Consumer<HandoverRequest> onHandover = request -> {};

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Worker> workers = new ArrayList<>();
    private final Path directory;
    private final HttpServer coordinator;

    TestWorkers(Path directory) throws IOException {
        this.directory = directory;
        this.coordinator = HttpServer.open(BindAddress.of("127.233.255.2", 0));
        coordinator.serve(ApiKey.NONE, routes -> {
            routes.post("/api/v1/cluster/workers/register").open().handle(context -> {
                RegisterRequest request = HttpBodies.body(context, RegisterRequest.class);
                registrations.add(request);
                HttpBodies.answer(
                        context,
                        201,
                        RegisterResponse.registered(request.workerId(), Duration.ofMillis(50), EXCHANGE_KEY, null));
            });
            routes.post("/api/v1/cluster/workers/{id}/heartbeat").open().handle(context -> {
                beats.add(HttpBodies.body(context, HeartbeatRequest.class));
                HttpBodies.answer(context, 200, new HeartbeatResponse(true));
            });
            routes.post("/api/v1/cluster/workers/{id}/handover").handle(context -> {
                HandoverRequest request = HttpBodies.body(context, HandoverRequest.class);
                onHandover.accept(request);
                handovers.add(request);
                HttpBodies.answer(context, 200, HandoverResponse.of(taken));
            });
        });
    }

    Worker alone(int maxPipelines) throws IOException {
        return start(null, maxPipelines);
    }

    /** One that has registered, and takes events from others at a port of its own. */
    Worker member() throws IOException {
        return start(URI.create(coordinator.bound().url()), 10);
    }

    /** The next process of a member, with its storage. */
    Worker again(String id) throws IOException {
        return start(id, URI.create(coordinator.bound().url()), 10);
    }

    private Worker start(@Nullable URI url, int maxPipelines) throws IOException {
        return start("w" + workers.size(), url, maxPipelines);
    }

    private Worker start(String id, @Nullable URI url, int maxPipelines) throws IOException {
        WorkerSettings settings = new WorkerSettings(
                BindAddress.of("127.233." + (10 + workers.size()) + ".1", 0),
                ApiKey.of("test"),
                url,
                id,
                directory.resolve(id),
                url == null ? null : 0,
                maxPipelines,
                PIPELINE_THREADS);
        JoinSecret secrets = new JoinSecret(UserStateDirectory.of(Map.of(), "Linux", directory));
        Worker worker = Worker.start(settings, secrets, SupervisorNotifier.of(Map.of()), exit::set);
        workers.add(worker);
        return worker;
    }

    /** What a worker answered. */
    record Reply(int status, String body) {

        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return (Map<String, Object>) JsonRecords.read(body.getBytes(UTF_8), Object.class);
        }

        String get(String name) {
            return String.valueOf(json().get(name));
        }

        String code() {
            return status + " " + get("code");
        }
    }

    Reply send(Worker worker, String method, String path, String body) throws Exception {
        return send(worker, method, path, body, "application/json");
    }

    Reply send(Worker worker, String method, String path, String body, String contentType) throws Exception {
        HttpResponse<String> response =
                http.send(request(worker, method, path, body, contentType), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /** Asks the process with this id, as the coordinator does. */
    Reply sendTo(String instance, Worker worker, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        request(worker, method, path, "", "application/json"), (name, value) -> true)
                .header(RequestHeaders.INSTANCE, instance)
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /** The same, without a thread that waits. */
    CompletableFuture<Reply> sendLater(Worker worker, String method, String path, String body) {
        return http.sendAsync(
                        request(worker, method, path, body, "application/json"), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response.body()));
    }

    private static HttpRequest request(Worker worker, String method, String path, String body, String contentType) {
        return HttpRequest.newBuilder(URI.create(worker.server().bound().url() + "/api/v1" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-api-key", "test")
                .header("content-type", contentType)
                .build();
    }

    /** Says that a body of so many bytes follows, and returns the answer before it does. */
    static String announce(Worker worker, String path, int bytes) throws IOException {
        var bound = worker.server().bound();
        try (Socket socket = new Socket(bound.address(), bound.port())) {
            String head = "POST /api/v1" + path + " HTTP/1.1\r\nHost: " + bound.host() + ":" + bound.port()
                    + "\r\nx-api-key: test\r\nConnection: close\r\nContent-Length: " + bytes + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** A call to the exchange, wherever it is. */
    Reply exchange(String url, String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("x-exchange-key", key)
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    HttpClient http() {
        return http;
    }

    /** Deploys, and returns the id. */
    String deploy(Worker worker, String source) throws Exception {
        return deploy(worker, Map.of("name", "p", "source", source));
    }

    String deploy(Worker worker, Map<String, Object> request) throws Exception {
        Reply reply = send(worker, "POST", "/pipelines", text(request));
        if (reply.status() != 201) {
            throw new AssertionError(reply.status() + " " + reply.body());
        }
        return reply.get("id");
    }

    static String text(Object value) {
        return new String(JsonRecords.write(value), UTF_8);
    }

    @Override
    public void close() {
        workers.forEach(Worker::stop);
        coordinator.stop();
    }
}
