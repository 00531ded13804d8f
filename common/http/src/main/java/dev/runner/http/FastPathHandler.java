package dev.runner.http;

import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers the plain requests of some routes at once. A request with anything unusual goes to the servlet with its body
 * unread, on a thread that may wait: a wrong key, a body without a length or one that is too large, a path with an
 * escape. So each refusal is made in one place.
 */
final class FastPathHandler extends Handler.Wrapper {

    private static final String METHOD = "POST";

    /** One route: its path is the parameter between two constant parts, or only the first of them. */
    record Path(String before, @Nullable String after, int limit, boolean open, FastRequestProcessor work) {

        static Path of(String path, int limit, boolean open, FastRequestProcessor work) {
            int begin = path.indexOf('{');
            int end = path.indexOf('}');
            if (begin < 0) {
                return new Path(path, null, limit, open, work);
            }
            if (path.indexOf('{', end) >= 0) {
                throw new IllegalArgumentException(path + " must have one parameter at most");
            }
            return new Path(path.substring(0, begin), path.substring(end + 1), limit, open, work);
        }

        /** The parameter's value, empty where there is none; null where the path is another one, or not plain. */
        @Nullable String parameter(String path) {
            if (after == null) {
                return path.equals(before) ? "" : null;
            }
            int end = path.length() - after.length();
            if (end <= before.length() || !path.startsWith(before) || !path.endsWith(after)) {
                return null;
            }
            for (int i = before.length(); i < end; i++) {
                if (!isPlain(path.charAt(i))) {
                    return null;
                }
            }
            return path.substring(before.length(), end);
        }

        private static boolean isPlain(char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        }
    }

    private final List<Path> paths;
    private final RequestGuards guards;
    private final Executor executor;

    FastPathHandler(List<Path> paths, RequestGuards guards, Executor executor, Handler servlet) {
        super(servlet);
        this.paths = List.copyOf(paths);
        this.guards = guards;
        this.executor = executor;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        FastRequest exchange = quick(request, response, callback);
        if (exchange == null) {
            executor.execute(() -> handleSlowly(request, response, callback));
        } else {
            exchange.run();
        }
        return true;
    }

    private @Nullable FastRequest quick(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (!METHOD.equals(request.getMethod()) || path == null) {
            return null;
        }
        for (Path candidate : paths) {
            String parameter = candidate.parameter(path);
            if (parameter != null) {
                return begun(candidate, parameter, request, response, callback);
            }
        }
        return null;
    }

    private @Nullable FastRequest begun(
            Path path, String parameter, Request request, Response response, Callback callback) {
        HttpFields headers = request.getHeaders();
        long length = request.getLength();
        boolean isPlain = length >= 0 && length <= path.limit() && !headers.contains(HttpHeader.EXPECT);
        if (!isPlain || !guards.allow(Request.getLocalPort(request), headers, path.open())) {
            return null;
        }
        try {
            FastRequestProcessor.AcceptedRequest work = path.work()
                    .begin(new FastRequestHead(
                            parameter,
                            headers.get(HttpHeader.CONTENT_TYPE),
                            length,
                            Request.getRemoteAddr(request),
                            headers.get(ServiceHttpClient.KEY_HEADER)));
            return new FastRequest(work, (int) length, executor, request, response, callback);
        } catch (ApiException e) {
            return null; // the servlet finds the same, and says it
        }
    }

    private void handleSlowly(Request request, Response response, Callback callback) {
        try {
            if (!getHandler().handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) { // what Jetty declares
            Response.writeError(request, response, callback, e);
        }
    }
}
