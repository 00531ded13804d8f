package dev.runner.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** The streams of server-sent events that readers have open. None of them holds a thread. */
public final class SseConnections {

    private final Set<SseConnection> open = ConcurrentHashMap.newKeySet();
    private final Scheduler scheduler;
    private final Duration keepAlive;
    private volatile boolean stopped;

    SseConnections(Scheduler scheduler, Duration keepAlive) {
        this.scheduler = scheduler;
        this.keepAlive = keepAlive;
    }

    /**
     * Makes the answer to a request a stream. To be called last in a handler: what can be wrong has been found by then.
     *
     * @param onOpen is given the stream, soon, on the same thread
     */
    public void open(Context context, Consumer<SseConnection> onOpen) {
        context.future(() -> {
            SseConnection stream = begin(context);
            onOpen.accept(stream);
            return stream.end();
        });
    }

    private SseConnection begin(Context context) {
        HttpServletResponse response = context.res();
        response.setStatus(200);
        response.setContentType(Route.EVENT_STREAM);
        response.setHeader("Cache-Control", "no-cache");
        EndPoint connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        try {
            SseConnection stream = new SseConnection(response.getOutputStream(), connection::close);
            open.add(stream);
            stream.onEnd(() -> open.remove(stream));
            stream.begin();
            keepAlive(stream);
            if (stopped) {
                stream.close();
            }
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A comment that readers ignore shows a reader that the server lives, and the server that the reader does. */
    private void keepAlive(SseConnection stream) {
        if (stream.isOpen()) {
            stream.keepAlive();
            scheduler.schedule(() -> keepAlive(stream), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        stopped = true;
        List.copyOf(open).forEach(SseConnection::close);
    }
}
