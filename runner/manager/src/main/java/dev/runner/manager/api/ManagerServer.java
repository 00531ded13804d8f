package dev.runner.manager.api;

import dev.runner.cluster.ClusterState;
import dev.runner.http.ApiException;
import dev.runner.http.AsyncResponses;
import dev.runner.http.HttpBodies;
import dev.runner.http.HttpServer;
import dev.runner.http.Route;
import dev.runner.http.Routes;
import dev.runner.supervisor.Action;
import dev.runner.util.AsyncFailure;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
 * POST /api/v1/members/{name}/send                          200 a {@link MemberView}; the body is sent
 * </pre>
 *
 * <p>Errors are {@code {"error": "for a person", "code": "for_a_program"}}, and never hold a stack trace.
 */
public final class ManagerServer implements AutoCloseable {
    private static final String MEMBER = "/api/v1/members/{name}/";

    /** Those without a parameter. */
    private static final Set<Action.Operation> MEMBER_OPERATIONS =
            EnumSet.complementOf(EnumSet.of(Action.Operation.ADD, Action.Operation.KILL));

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
        for (Action.Operation operation : MEMBER_OPERATIONS) {
            routes.post(MEMBER + operation.label())
                    .handle(answeringLater(request -> operations.operate(operation, request.pathParam("name"))));
        }
        routes.post(MEMBER + Action.Operation.KILL.label()).handle(answeringLater(request -> {
            String member = request.pathParam("name");
            String signal = request.queryParam("signal");
            return signal == null
                    ? operations.operate(Action.Operation.KILL, member)
                    : operations.signal(member, signal);
        }));
        routes.post(MEMBER + "send")
                .handle(answeringLater(
                        request -> operations.send(request.pathParam("name"), HttpBodies.bytes(request))));
        routes.post("/api/v1/hosts")
                .handle(answeringLater(request ->
                        operations.add(count(request.queryParam("count"))).thenApply(MembersView::new)));
        routes.get(MEMBER + "exec").handle(answering(200, request -> operations.exec(request.pathParam("name"))));
    }

    private static Route.Work answering(int status, Function<Context, Object> operation) {
        return request -> HttpBodies.answer(request, status, asked(operation, request));
    }

    /** No thread waits: a few slow stops must not take those that other requests need. */
    private static <T> Route.Work answeringLater(Function<Context, CompletableFuture<T>> operation) {
        return request -> AsyncResponses.answer(
                request,
                200,
                asked(operation, request)
                        .exceptionallyCompose(problem -> CompletableFuture.failedFuture(told(problem))),
                answer -> answer);
    }

    private static <T> T asked(Function<Context, T> operation, Context request) {
        try {
            return operation.apply(request);
        } catch (RuntimeException e) {
            throw told(e);
        }
    }

    /** A failure is told to the client in full: no log of the manager's would show it. */
    private static ApiException told(Throwable problem) {
        Throwable cause = AsyncFailure.causeOf(problem);
        return cause instanceof OperationRefusedException e
                ? new ApiException(e.reason().status(), e.reason().code(), String.valueOf(e.getMessage()))
                : new ApiException(500, "internal_error", "the manager failed: " + cause);
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
