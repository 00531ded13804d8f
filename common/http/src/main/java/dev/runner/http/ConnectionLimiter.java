package dev.runner.http;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.IdleTimeout;

/**
 * Bounds how many connections a port has open, so that whoever opens many takes no descriptors from the rest of the
 * process. Beyond the limit the connection that is needed least is closed: one that has never sent a whole request
 * head, the oldest first; then one that waits for its next request, the idlest first; and when all are at work, the new
 * one.
 */
final class ConnectionLimiter implements Connection.Listener {

    private final int most;

    /** In the order in which they came, by number. */
    private final Map<Connection, Long> open = new HashMap<>();

    private long last;

    ConnectionLimiter(int most) {
        this.most = most;
    }

    /** How many are open now. */
    synchronized int open() {
        return open.size();
    }

    @Override
    public synchronized void onOpened(Connection connection) {
        if (open.size() >= most) {
            Connection closed = leastNeeded().orElse(connection);
            open.remove(closed); // now, as the notice of its end may come later
            closed.getEndPoint().close();
        }
        if (connection.getEndPoint().isOpen()) { // else the notice of its end may have come already
            open.put(connection, ++last);
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    private Optional<Connection> leastNeeded() {
        return open.keySet().stream()
                .filter(ConnectionLimiter::isIdle)
                .min(Comparator.comparing(ConnectionLimiter::hasSentRequests).thenComparingLong(this::rank));
    }

    private static boolean hasSentRequests(Connection connection) {
        return connection.getMessagesIn() > 0;
    }

    /** Whether no request of it is being answered. */
    private static boolean isIdle(Connection connection) {
        return connection.getMessagesIn() == connection.getMessagesOut();
    }

    /** Among those that have sent requests, by how long they are idle; among the others, by their age. */
    private long rank(Connection connection) {
        return hasSentRequests(connection) && connection.getEndPoint() instanceof IdleTimeout waiting
                ? -waiting.getIdleFor()
                : open.getOrDefault(connection, last);
    }
}
