package dev.runner.cluster.readiness;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.loopback.Endpoint;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one attempt: opened, and for HTTP a request written and the response read, without blocking.
 *
 * <p>An HTTP server that ends a connection first keeps its port in TIME_WAIT for a minute, and may then not be able to
 * start again. So, when the verdict is known, the rest of the response is read until the server has ended the
 * connection, or for {@link #DRAIN_NANOS}, and then the connection is reset, which leaves nothing at either side.
 */
final class ProbeConnection {
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final String TOO_LARGE = "the answer is larger than " + (HttpResponseParser.LARGEST >> 20)
            + " MiB, of which no more is looked at; name a smaller page";

    private final Endpoint endpoint;
    private final Probe.@Nullable Http http;
    private final ByteBuffer request;
    private final HttpResponseParser reply = new HttpResponseParser();
    private final Duration timeout;
    private final Consumer<ProbeResult> done;
    private @Nullable SocketChannel channel;
    private long deadline;
    private boolean isDone;

    private ProbeConnection(
            Endpoint endpoint, Probe.@Nullable Http http, Duration timeout, Consumer<ProbeResult> done) {
        this.endpoint = endpoint;
        this.http = http;
        this.request = http == null ? ByteBuffer.allocate(0) : request(http);
        this.timeout = timeout;
        this.done = done;
    }

    static ProbeConnection tcp(Endpoint endpoint, Duration timeout, Consumer<ProbeResult> done) {
        return new ProbeConnection(endpoint, null, timeout, done);
    }

    static ProbeConnection http(Probe.Http probe, Consumer<ProbeResult> done) {
        return new ProbeConnection(probe.endpoint(), probe, probe.attemptTimeout(), done);
    }

    /** Called once, on the selector's thread. */
    void open(Selector selector, long now) {
        deadline = now + timeout.toNanos();
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            boolean connected =
                    opened.connect(new InetSocketAddress(InetAddress.getByName(endpoint.address()), endpoint.port()));
            opened.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The connection can go on. */
    void proceed(SelectionKey key, ByteBuffer buffer) {
        SocketChannel open = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && !open.finishConnect()) {
                return;
            }
            if (http == null) {
                finish(ProbeResult.READY);
            } else if (request.hasRemaining()) {
                open.write(request);
                key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            } else if (isDone) {
                drain(open, buffer);
            } else {
                read(open, buffer, http);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    boolean isOver(long now) {
        return now - deadline >= 0;
    }

    long remaining(long now) {
        return deadline - now;
    }

    void expire() {
        finish(ProbeResult.notYet("no answer within " + timeout.toMillis() + " ms"));
    }

    private void read(SocketChannel open, ByteBuffer buffer, Probe.Http probe) throws IOException {
        buffer.clear();
        int count = open.read(buffer);
        reply.add(buffer.flip());
        if (count < 0) {
            reply.end();
        }
        judge(probe).ifPresent(count < 0 ? this::finish : this::finishDraining);
    }

    private void drain(SocketChannel open, ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (open.read(buffer) < 0) {
            close();
        }
    }

    private Optional<ProbeResult> judge(Probe.Http probe) {
        if (!reply.hasHead()) {
            String what = reply.isSilent() ? "the connection was closed without an answer" : "the answer is not HTTP";
            return reply.isOver() ? Optional.of(ProbeResult.notYet(what)) : Optional.empty();
        }
        int status = reply.status().orElse(0);
        if (!probe.status().contains(status)) {
            return Optional.of(ProbeResult.notYet(status == 0 ? "the answer is not HTTP" : "status " + status));
        }
        if (probe.body() == null && probe.json().isEmpty()) {
            return Optional.of(ProbeResult.READY);
        }
        return reply.body()
                .map(body -> mistake(probe, body)
                        .map(what -> ProbeResult.notYet(
                                "status " + status + ", but " + (reply.isTooLarge() ? TOO_LARGE : what)))
                        .orElse(ProbeResult.READY));
    }

    private static Optional<String> mistake(Probe.Http probe, String body) {
        LinePattern expected = probe.body();
        if (expected != null && expected.find(body) != LinePattern.Verdict.FOUND) {
            return Optional.of("nothing in the body matches " + expected);
        }
        return JsonBodyMatcher.mistake(body, probe.json());
    }

    private void fail(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        finish(ProbeResult.notYet(
                e instanceof ConnectException && message.contains("refused") ? "connection refused" : message));
    }

    private void finish(ProbeResult seen) {
        close();
        if (!isDone) {
            isDone = true;
            done.accept(seen);
        }
    }

    private void finishDraining(ProbeResult seen) {
        isDone = true;
        deadline = RunningClock.shared().nanoTime() + DRAIN_NANOS;
        done.accept(seen);
    }

    private void close() {
        SocketChannel open = channel;
        channel = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (http != null) {
                open.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The answer is known; that the socket could not be closed in order changes nothing.
            channel = null;
        }
    }

    private static ByteBuffer request(Probe.Http probe) {
        String text = "GET " + probe.path() + " HTTP/1.1\r\nHost: " + probe.endpoint()
                + "\r\nUser-Agent: runner\r\nAccept: */*\r\n"
                + (probe.authorization() == null ? "" : "Authorization: " + probe.authorization() + "\r\n")
                + "Connection: close\r\n\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
