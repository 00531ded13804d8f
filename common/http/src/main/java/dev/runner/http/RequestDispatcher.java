package dev.runner.http;

import dev.runner.util.AsyncFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Leads every request from its head to the work of its route: {@link RequestGuard}, the route, its access rule, its
 * body, and then either its {@link FastHandler} or, on a thread that may block, the servlet. All of it but the work is
 * done on the thread that sees bytes come, without waiting, so a slow client holds no thread.
 */
final class RequestDispatcher extends Handler.Wrapper {

    /** Names, on a request that was admitted, its {@link Admitted}. */
    static final String ADMITTED = "dev.runner.http.admitted";

    /** Bytes; what is made of a larger body takes so long that other connections must not wait for it. */
    private static final int SMALL_BODY = 16 << 10;

    /** What the servlet is told of a request: the route that may handle it, its body, and threads that may block. */
    static final class Admitted {

        private final Route route;
        private final byte[] body;
        private final Executor threads;

        private Admitted(Route route, byte[] body, Executor threads) {
            this.route = route;
            this.body = body;
            this.threads = threads;
        }

        Route route() {
            return route;
        }

        /** Not a copy. */
        byte[] body() {
            return body;
        }

        Executor threads() {
            return threads;
        }
    }

    private final RequestGuard guard;
    private final RouteTable routes;
    private final MemoryBudget memory;
    private final SlowBodyBudget slowBodies = new SlowBodyBudget();
    private final Duration bodyTimeout;
    private final Executor executor;

    /**
     * Leads requests to their routes.
     *
     * @param executor has threads that may block
     * @param servlet handles the requests of routes without a {@link FastHandler}
     */
    RequestDispatcher(
            RequestGuard guard,
            RouteTable routes,
            MemoryBudget memory,
            Duration bodyTimeout,
            Executor executor,
            Handler servlet) {
        super(servlet);
        this.guard = guard;
        this.routes = routes;
        this.memory = memory;
        this.bodyTimeout = bodyTimeout;
        this.executor = executor;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            String path = String.valueOf(request.getHttpURI().getPath());
            guard.checkOrigin(request, path);
            RouteTable.Match match = match(request, path);
            RequestHead head = new RequestHead(request, match.parameters());
            guard.checkAccess(match.route(), head);
            new Exchange(match.route(), head, request, response, callback).begin();
        } catch (ApiException e) {
            ErrorResponses.write(request, response, callback, e);
        } catch (RuntimeException e) {
            ErrorResponses.write(request, response, callback, ErrorResponses.unexpected(request, e));
        }
        return true;
    }

    private RouteTable.Match match(Request request, String path) {
        try {
            return routes.match(request.getMethod(), path);
        } catch (ApiException unrouted) {
            guard.checkUnrouted(new RequestHead(request, Map.of()));
            throw unrouted;
        }
    }

    /** Javalin would answer every HEAD with 200 and ask no handler; what it writes for a GET, Jetty sends bodiless. */
    private static Request forServlet(Request request) {
        if (!HttpMethod.HEAD.is(request.getMethod())) {
            return request;
        }
        return new Request.Wrapper(request) {
            @Override
            public String getMethod() {
                return HttpMethod.GET.asString();
            }
        };
    }

    /** A request that was let in, until it is answered. */
    private final class Exchange implements BodyReader.Receiver {

        private final Route route;
        private final RequestHead head;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final MemoryBudget.Lease lease = memory.lease();
        private final SlowBodyBudget.Place slow;

        Exchange(Route route, RequestHead head, Request request, Response response, Callback callback) {
            this.route = route;
            this.head = head;
            this.request = request;
            this.response = response;
            this.slow = slowBodies.place(
                    request.getConnectionMetaData().getConnection().getEndPoint()::close);
            this.callback = new Callback.Nested(callback) {
                @Override
                public void completed() {
                    lease.giveBack();
                }
            };
        }

        void begin() {
            int factor = route.memoryPerByte();
            boolean strange = route.isForAnybody();
            new BodyReader(
                            request,
                            route.limit(),
                            strange && SlowBodyBudget.TIMEOUT.compareTo(bodyTimeout) < 0
                                    ? SlowBodyBudget.TIMEOUT
                                    : bodyTimeout,
                            more -> lease.add((long) factor * more),
                            strange ? slow::take : () -> {},
                            this)
                    .begin();
        }

        @Override
        public void onBody(byte[] body) {
            slow.giveBack();
            if (route.fastHandler() != null && body.length <= SMALL_BODY) {
                handle(body);
            } else {
                executor.execute(() -> handle(body));
            }
        }

        /** Whatever happens in here, the request is answered or its connection closed. */
        private void handle(byte[] body) {
            try {
                work(Utf8.withoutByteOrderMark(body));
            } catch (RuntimeException e) {
                fail(e);
            } catch (Error e) {
                callback.failed(e);
                throw e;
            }
        }

        private void fail(RuntimeException e) {
            try {
                onRefusal(ErrorResponses.unexpected(request, e));
            } catch (RuntimeException again) {
                callback.failed(again);
            }
        }

        private void work(byte[] body) {
            int malformed = Utf8.indexOfMalformed(body);
            FastHandler fast = route.fastHandler();
            if (malformed >= 0) {
                onRefusal(ApiException.badRequest("the body is not UTF-8 at byte " + malformed));
            } else if (fast != null) {
                answer(fast, body);
            } else {
                request.setAttribute(ADMITTED, new Admitted(route, body, executor));
                handleInServlet();
            }
        }

        private void answer(FastHandler fast, byte[] body) {
            CompletableFuture<byte[]> answer;
            try {
                answer = fast.answer(head, body);
            } catch (RuntimeException e) {
                write(null, e);
                return;
            }
            CompletableFuture<?> unused = answer.whenComplete(this::write);
        }

        private void write(byte @Nullable [] json, @Nullable Throwable problem) {
            try {
                respond(json, problem);
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void respond(byte @Nullable [] json, @Nullable Throwable problem) {
            if (json != null) {
                ErrorResponses.write(response, callback, route.successStatus(), json);
                return;
            }
            Throwable cause = problem == null ? null : AsyncFailure.causeOf(problem);
            onRefusal(cause instanceof ApiException known ? known : ErrorResponses.unexpected(request, cause));
        }

        private void handleInServlet() {
            try {
                if (!getHandler().handle(forServlet(request), response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception e) { // what Jetty declares
                Response.writeError(request, response, callback, e);
            }
        }

        @Override
        public void onRefusal(ApiException refusal) {
            slow.giveBack();
            ErrorResponses.write(request, response, callback, refusal);
        }

        @Override
        public void onFailure(Throwable failure) {
            slow.giveBack();
            callback.failed(failure);
        }
    }
}
