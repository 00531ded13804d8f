package dev.runner.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be given back, the last first, and all of it whatever fails. */
final class HeldResources implements Closeable {
    private final Deque<Closeable> held = new ArrayDeque<>();

    synchronized <T extends Closeable> T add(T resource) {
        held.push(resource);
        return resource;
    }

    /** Hands everything over to another holder. */
    synchronized HeldResources handOver() {
        HeldResources next = new HeldResources();
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
