package dev.runner.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/** The ports on which a server listens: the main one, and a secondary one where there is one. */
final class ListenPorts {

    /**
     * Connections that may wait until they are accepted; the kernel takes less where its own limit (Linux:
     * {@code net.core.somaxconn}, 4096) is lower. Java's default of 50 is less than what clients open at once: while
     * the queue is full the kernel answers without memory of who asks (SYN cookies), and resets some of them.
     */
    private static final int WAITING_CONNECTIONS = 1024;

    private final List<ServerConnector> connectors;
    private final ConnectionLimiter limiter;
    private final BindAddress main;
    private final @Nullable BindAddress side;
    private final Set<String> secondaryPaths;

    private ListenPorts(
            List<ServerConnector> connectors,
            ConnectionLimiter limiter,
            BindAddress main,
            @Nullable BindAddress side,
            Set<String> secondaryPaths) {
        this.connectors = connectors;
        this.limiter = limiter;
        this.main = main;
        this.side = side;
        this.secondaryPaths = secondaryPaths;
    }

    /**
     * Takes them.
     *
     * @throws IOException with a message for the user, when one cannot be had; then none is taken
     */
    static ListenPorts take(Server server, HttpServerConfig config) throws IOException {
        BindAddress wanted = config.address();
        SecondaryPort secondary = config.secondaryPort();
        ConnectionLimiter limiter = new ConnectionLimiter(config.mostConnections());
        ServerConnector main = open(server, wanted, limiter, "--port");
        BindAddress bound = wanted.withPort(main.getLocalPort());
        if (secondary == null) {
            return new ListenPorts(List.of(main), limiter, bound, null, Set.of());
        }
        try {
            ServerConnector side = open(
                    server,
                    wanted.withPort(secondary.port()),
                    new ConnectionLimiter(config.mostConnections()),
                    secondary.option());
            return new ListenPorts(
                    List.of(main, side), limiter, bound, wanted.withPort(side.getLocalPort()), secondary.paths());
        } catch (IOException e) {
            IO.close((Closeable) main.getTransport());
            throw e;
        }
    }

    /**
     * Takes over a port that is bound already.
     *
     * @throws IOException when it has been closed
     */
    static ListenPorts take(Server server, ServerSocketChannel channel) throws IOException {
        InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();
        BindAddress bound = new BindAddress(address.getAddress(), address.getPort());
        ConnectionLimiter limiter = new ConnectionLimiter(DescriptorLimit.fewConnections());
        ServerConnector connector = connector(server, bound, limiter);
        connector.open(channel);
        return new ListenPorts(List.of(connector), limiter, bound, null, Set.of());
    }

    /** A port, with the protocols that it speaks. */
    private static ServerConnector connector(Server server, BindAddress address, ConnectionLimiter limiter) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setInputBufferSize(HttpServer.READ_AT_ONCE);
        ServerConnector connector = new ServerConnector(server, 0, 1, connections);
        connector.setHost(address.address().getHostAddress());
        connector.setPort(address.port());
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        connector.setIdleTimeout(HttpServer.IDLE.toMillis());
        connector.addEventListener(limiter);
        server.addConnector(connector);
        return connector;
    }

    private static ServerConnector open(Server server, BindAddress wanted, ConnectionLimiter limiter, String option)
            throws IOException {
        ServerConnector connector = connector(server, wanted, limiter);
        try {
            connector.open();
            return connector;
        } catch (IOException e) {
            throw new IOException(
                    wanted.host() + ":" + wanted.port() + " cannot be used (" + reason(e)
                            + "); stop what listens there, or choose another " + option + " or --bind",
                    e);
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** Connections that the main port has open. */
    int connections() {
        return limiter.open();
    }

    BindAddress main() {
        return main;
    }

    @Nullable BindAddress side() {
        return side;
    }

    /** All that is answered at the secondary port. */
    Set<String> secondaryPaths() {
        return secondaryPaths;
    }

    /** Takes no more connections. */
    void close() {
        connectors.forEach(ListenPorts::close);
    }

    private static void close(ServerConnector connector) {
        // Jetty's own close() leaves the port open when the selector accepts, and the selector holds it until it wakes.
        IO.close((Closeable) connector.getTransport());
        connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .forEach(selector -> selector.submit(ready -> {}));
    }
}
