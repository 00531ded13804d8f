package dev.runner.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The manager's HTTP API.
 *
 * <pre>
 * GET  /api/v1/status                                       200 a {@link ClusterView}
 * POST /api/v1/shutdown                                     202
 * POST /api/v1/members/{name}/{stop|start|restart|kill}     200 a {@link MemberView}
 * </pre>
 *
 * <p>Errors are {@code {"error": "for a person", "code": "for_a_program"}}, and never hold a stack trace.
 */
public final class ManagerServer implements AutoCloseable {
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final String address;
    private final Javalin server;

    private ManagerServer(ManagerOperations operations, String token, String address) {
        this.address = address;
        this.server = Javalin.create(config -> {
            beLean(config);
            config.routes.before(new RequestGuard(address, this::port, token));
            addRoutes(config.routes, operations);
            addErrors(config.routes);
        });
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @param address the manager's address in the cluster's network
     * @param port usually {@code ClusterPorts.HTTP}; 0 for any free one
     * @throws io.javalin.util.JavalinBindException when the port is taken
     */
    public static ManagerServer start(ManagerOperations operations, String token, String address, int port) {
        ManagerServer manager = new ManagerServer(operations, token, address);
        manager.server.start(address, port);
        return manager;
    }

    public String url() {
        return "http://" + address + ":" + port();
    }

    private int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Half of the time that a Javalin server usually takes to start goes into what is switched off here. */
    private static void beLean(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(0));
    }

    private static void addRoutes(RoutesConfig routes, ManagerOperations operations) {
        routes.get(
                "/api/v1/status",
                request -> answer(request, 200, operations.status().toJson()));
        routes.post("/api/v1/shutdown", request -> {
            operations.shutdown();
            answer(request, 202, Map.of("state", ClusterView.State.STOPPING.json()));
        });
        addMemberRoute(routes, "stop", operations::stop);
        addMemberRoute(routes, "start", operations::start);
        addMemberRoute(routes, "restart", operations::restart);
        addMemberRoute(routes, "kill", operations::kill);
    }

    private interface MemberOperation {
        MemberView on(String member) throws InterruptedException;
    }

    private static void addMemberRoute(RoutesConfig routes, String name, MemberOperation operation) {
        routes.post(
                "/api/v1/members/{name}/" + name,
                request -> answer(
                        request, 200, operation.on(request.pathParam("name")).toJson()));
    }

    private static void addErrors(RoutesConfig routes) {
        routes.exception(RequestRefused.class, (e, request) -> answer(request, e.status(), error(e, e.code())));
        routes.exception(
                OperationRefused.class,
                (e, request) ->
                        answer(request, e.reason().status(), error(e, e.reason().code())));
        routes.exception(
                HttpResponseException.class, (e, request) -> answer(request, e.getStatus(), error(e, "bad_request")));
        routes.exception(
                Exception.class,
                (e, request) ->
                        answer(request, 500, Map.of("error", "the manager failed: " + e, "code", "internal_error")));
    }

    private static Map<String, String> error(Exception e, String code) {
        return Map.of("error", String.valueOf(e.getMessage()), "code", code);
    }

    private static void answer(Context request, int status, Map<String, ? extends @Nullable Object> json) {
        request.status(status).contentType("application/json").result(Json.write(json));
    }
}
