package dev.runner.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Resources to close: the last first, and all of them whatever fails. */
final class CloseableStack implements Closeable {
    private final Deque<Closeable> held = new ArrayDeque<>();

    synchronized <T extends Closeable> T add(T resource) {
        held.push(resource);
        return resource;
    }

    /** Hands everything over to another holder. */
    synchronized CloseableStack handOver() {
        CloseableStack next = new CloseableStack();
        next.held.addAll(held);
        held.clear();
        return next;
    }

    /** A second call does nothing. */
    @Override
    public synchronized void close() throws IOException {
        Closeable last = held.poll();
        if (last != null) {
            try (this) {
                last.close();
            }
        }
    }
}
