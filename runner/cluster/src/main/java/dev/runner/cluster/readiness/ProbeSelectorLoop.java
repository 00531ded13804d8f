package dev.runner.cluster.readiness;

import dev.runner.util.RunningClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Carries all connections of all attempts on one thread, so that a member that hangs delays no other. */
final class ProbeSelectorLoop implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final Selector selector;
    private final Queue<ProbeConnection> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    ProbeSelectorLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the system has no descriptors left for readiness probes", e);
        }
        Thread thread = new Thread(this::run, "readiness-selector");
        thread.setDaemon(true);
        thread.start();
    }

    void start(ProbeConnection exchange) {
        waiting.add(exchange);
        selector.wakeup();
    }

    /** The selector's own thread closes it: another would take the keys from under its hands. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                step();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("readiness probes failed", e);
        }
        waiting.clear();
    }

    private void step() throws IOException {
        selector.select(untilNextDeadline());
        long now = RunningClock.shared().nanoTime();
        for (ProbeConnection next = waiting.poll(); next != null; next = waiting.poll()) {
            next.open(selector, now);
        }
        selector.selectedKeys().forEach(key -> exchange(key).proceed(key, buffer));
        selector.selectedKeys().clear();
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.isValid() && exchange(key).isOver(now)) {
                exchange(key).expire();
            }
        }
    }

    /** Milliseconds, rounded up; 0 for no limit. */
    private long untilNextDeadline() {
        long now = RunningClock.shared().nanoTime();
        long nearest = Long.MAX_VALUE;
        for (SelectionKey key : selector.keys()) {
            nearest = Math.min(nearest, exchange(key).remaining(now));
        }
        return nearest == Long.MAX_VALUE ? 0 : Math.max(1, nearest / 1_000_000 + 1);
    }

    private static ProbeConnection exchange(SelectionKey key) {
        return (ProbeConnection) key.attachment();
    }
}
