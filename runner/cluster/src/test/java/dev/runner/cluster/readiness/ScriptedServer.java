package dev.runner.cluster.readiness;

import dev.runner.loopback.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on an ephemeral port that answers every request with a fixed text; an empty text never answers. */
final class ScriptedServer implements AutoCloseable {
    private static final int BYTEWISE = 2_000;

    private final ServerSocket server;
    private final List<Socket> open = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String answer;
    private volatile boolean closes;

    ScriptedServer(String answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that reads what is asked, and says nothing. */
    static ScriptedServer closing() throws IOException {
        ScriptedServer server = new ScriptedServer("none");
        server.closes = true;
        return server;
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    void answer(String text) {
        answer = text;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                if (answer.isEmpty()) {
                    open.add(socket);
                } else {
                    reply(socket);
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** One byte at a time, as the worst network would; what is large, from its middle on at once. */
    private void reply(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            int read = socket.getInputStream().read(new byte[1024]);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < Math.min(BYTEWISE, bytes.length) && read > 0 && !closes; i++) {
                socket.getOutputStream().write(bytes, i, 1);
            }
            if (bytes.length > BYTEWISE) {
                socket.getOutputStream().write(bytes, BYTEWISE, bytes.length - BYTEWISE);
            }
        } catch (IOException e) {
            // The probe closes as soon as it knows enough.
            answer = String.valueOf(answer);
        }
    }
}
