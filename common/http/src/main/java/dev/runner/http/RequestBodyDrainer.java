package dev.runner.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * What a client still sends of a body that is refused. A server that answers and closes while it comes makes the
 * client's system reset the connection, and many clients then never see the answer that says why.
 */
final class RequestBodyDrainer {

    /** The largest body whose client is waited for. */
    private static final int MOST_BYTES = 32 << 20;

    /** How long it may take, in all; and for a client that sends nothing, once more. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private RequestBodyDrainer() {}

    /** Reads and forgets it, within limits. A client that asks before it sends (100-continue) is not told to send. */
    static void discard(Context context) {
        HttpServletRequest request = context.req();
        boolean asksFirst = request.getHeader("Expect") != null;
        if (asksFirst || request.isAsyncStarted() || request.getContentLengthLong() > MOST_BYTES) {
            return; // asynchronous work has read its body, and its thread must not wait
        }
        EndPoint connection = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        long idle = connection.getIdleTimeout();
        connection.setIdleTimeout(LONGEST.toMillis());
        try {
            discard(request.getInputStream());
        } catch (IOException e) {
            // The client has gone, or sends no more: the answer is written in any case, for whoever still reads.
        } finally {
            connection.setIdleTimeout(idle);
        }
    }

    private static void discard(InputStream body) throws IOException {
        byte[] buffer = new byte[16 << 10];
        long end = System.nanoTime() + LONGEST.toNanos();
        long left = MOST_BYTES;
        while (left > 0 && System.nanoTime() - end < 0) {
            int read = body.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
