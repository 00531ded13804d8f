package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import dev.runner.http.ApiException;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manager's HTTP API.
 *
 * <pre>
 * GET  /api/v1/status                                       200 a {@link ClusterView}
 * POST /api/v1/shutdown                                     202
 * POST /api/v1/members/{name}/{stop|start|restart|kill|pause|resume|remove}
 *                                                           200 a {@link MemberView}
 * POST /api/v1/hosts?count=N                                200 {@link MembersView}
 * GET  /api/v1/members/{name}/exec                          200 an {@link ExecView}
 * POST /api/v1/members/{name}/kill?signal=NAME              200 a {@link MemberView}
 * </pre>
 *
 * <p>Errors are {@code {"error": "for a person", "code": "for_a_program"}}, and never hold a stack trace.
 */
public final class ManagerServer implements AutoCloseable {
    private final HttpServer server;

    private ManagerServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts it; it answers when this returns, also those who have connected before.
     *
     * @throws IOException when the port has been closed meanwhile
     */
    public static ManagerServer start(ManagerOperations operations, String token, ManagerListenSocket port)
            throws IOException {
        HttpServer server = HttpServer.open(port.handOver());
        server.serve(new ManagerAccessPolicy(token), routes -> addRoutes(routes, operations));
        server.prepare();
        return new ManagerServer(server);
    }

    public String url() {
        return server.bound().url();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void addRoutes(Routes routes, ManagerOperations operations) {
        routes.get("/api/v1/status").handle(answering(200, request -> operations.status()));
        routes.post("/api/v1/shutdown").handle(answering(202, request -> {
            operations.shutdown();
            return Map.of("state", ClusterState.STOPPING.label());
        }));
        addMemberRoute(routes, "stop", operations::stop);
        addMemberRoute(routes, "start", operations::start);
        addMemberRoute(routes, "restart", operations::restart);
        addMemberRoute(routes, "remove", operations::remove);
        addMemberRoute(routes, "pause", operations::pause);
        addMemberRoute(routes, "resume", operations::resume);
        routes.post("/api/v1/hosts")
                .handle(answering(200, request -> new MembersView(operations.add(count(request.queryParam("count"))))));
        routes.get("/api/v1/members/{name}/exec")
                .handle(answering(200, request -> operations.exec(request.pathParam("name"))));
        routes.post("/api/v1/members/{name}/kill").handle(answering(200, request -> {
            String member = request.pathParam("name");
            String signal = request.queryParam("signal");
            return signal == null ? operations.kill(member) : operations.signal(member, signal);
        }));
    }

    private interface MemberOperation {
        MemberView on(String member) throws InterruptedException;
    }

    private static void addMemberRoute(Routes routes, String name, MemberOperation operation) {
        routes.post("/api/v1/members/{name}/" + name)
                .handle(answering(200, request -> operation.on(request.pathParam("name"))));
    }

    private interface Operation {
        Object answer(Context request) throws InterruptedException;
    }

    /** A failure is told to the client in full: no log of the manager's would show it. */
    private static Route.Work answering(int status, Operation operation) {
        return request -> {
            try {
                HttpBodies.answer(request, status, operation.answer(request));
            } catch (OperationRefusedException e) {
                throw new ApiException(e.reason().status(), e.reason().code(), String.valueOf(e.getMessage()));
            } catch (InterruptedException | RuntimeException e) {
                throw new ApiException(500, "internal_error", "the manager failed: " + e);
            }
        };
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
}
