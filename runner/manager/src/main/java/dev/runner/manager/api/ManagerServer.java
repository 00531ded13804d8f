package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The manager's HTTP API.
 *
 * <pre>
 * GET  /api/v1/status                                       200 a {@link ClusterView}
 * POST /api/v1/shutdown                                     202
 * POST /api/v1/members/{name}/{stop|start|restart|kill|pause|resume|remove}
 *                                                           200 a {@link MemberView}
 * POST /api/v1/hosts?count=N                                200 the new members
 * GET  /api/v1/members/{name}/exec                          200 an {@link ExecView}
 * POST /api/v1/members/{name}/kill?signal=NAME              200 a {@link MemberView}
 * </pre>
 *
 * <p>Errors are {@code {"error": "for a person", "code": "for_a_program"}}, and never hold a stack trace.
 */
public final class ManagerServer implements AutoCloseable {
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final Server server;
    private final ServerConnector connector;

    private ManagerServer(String address) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("api");
        threads.setReservedThreads(0);
        threads.setStopTimeout(0);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(address);
        server.addConnector(connector);
    }

    /**
     * Starts it; it answers when this returns, also those who have connected before.
     *
     * @throws IOException when the port has been closed meanwhile
     */
    public static ManagerServer start(ManagerOperations operations, String token, ManagerListenSocket port)
            throws IOException {
        ManagerServer manager = new ManagerServer(port.address());
        manager.connector.open(port.handOver());
        manager.serve(operations, token);
        return manager;
    }

    public String url() {
        return "http://" + authority();
    }

    private String authority() {
        return connector.getHost() + ":" + connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the manager's API did not stop", e);
        }
    }

    /** Javalin on a Jetty without what is not needed here: its own server takes twice the time to start. */
    private void serve(ManagerOperations operations, String token) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.http.prefer405over404 = true;
            config.routes.before(new ManagerAccessFilter(authority(), token));
            addRoutes(config.routes, operations);
            addErrors(config.routes);
        });
        ServletContextHandler context =
                new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the manager's API did not start", e);
        }
    }

    private static void addRoutes(RoutesConfig routes, ManagerOperations operations) {
        routes.get(
                "/api/v1/status",
                request -> answer(request, 200, operations.status().toJson()));
        routes.post("/api/v1/shutdown", request -> {
            operations.shutdown();
            answer(request, 202, Map.of("state", ClusterState.STOPPING.label()));
        });
        addMemberRoute(routes, "stop", operations::stop);
        addMemberRoute(routes, "start", operations::start);
        addMemberRoute(routes, "restart", operations::restart);
        addMemberRoute(routes, "remove", operations::remove);
        addMemberRoute(routes, "pause", operations::pause);
        addMemberRoute(routes, "resume", operations::resume);
        routes.post("/api/v1/hosts", request -> {
            List<MemberView> added = operations.add(count(request.queryParam("count")));
            answer(
                    request,
                    200,
                    Map.of("members", added.stream().map(MemberView::toJson).toList()));
        });
        routes.get(
                "/api/v1/members/{name}/exec",
                request -> answer(
                        request, 200, operations.exec(request.pathParam("name")).toJson()));
        routes.post("/api/v1/members/{name}/kill", request -> {
            String member = request.pathParam("name");
            String signal = request.queryParam("signal");
            MemberView view = signal == null ? operations.kill(member) : operations.signal(member, signal);
            answer(request, 200, view.toJson());
        });
    }

    private static int count(@Nullable String text) {
        try {
            int count = text == null ? 1 : Integer.parseInt(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, as is a number that is too small.
            throw badCount(text);
        }
        throw badCount(text);
    }

    private static OperationRefusedException badCount(@Nullable String text) {
        return new OperationRefusedException(
                OperationRefusedException.Reason.BAD_REQUEST,
                "count must be a whole number, 1 or more, but is '" + text + "'");
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
        routes.exception(
                RequestRefusedException.class, (e, request) -> answer(request, e.status(), error(e, e.code())));
        routes.exception(
                OperationRefusedException.class,
                (e, request) ->
                        answer(request, e.reason().status(), error(e, e.reason().code())));
        routes.exception(
                HttpResponseException.class, (e, request) -> answer(request, e.getStatus(), error(e, codeOf(e))));
        routes.exception(
                Exception.class,
                (e, request) ->
                        answer(request, 500, Map.of("error", "the manager failed: " + e, "code", "internal_error")));
    }

    private static String codeOf(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            default -> "bad_request";
        };
    }

    private static Map<String, String> error(Exception e, String code) {
        return Map.of("error", String.valueOf(e.getMessage()), "code", code);
    }

    private static void answer(Context request, int status, Map<String, ? extends @Nullable Object> json) {
        request.status(status).contentType("application/json").result(JsonMaps.write(json));
    }
}
