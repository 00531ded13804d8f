package dev.runner.member.http;

import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.servlet.JavalinServlet;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Javalin on a Jetty that has only what a member needs: one connector whose selector accepts too, a small pool, and a
 * servlet context without sessions, security and web sockets. The port is taken by {@link #open}, requests are answered
 * from {@link #serve} on, and those that come in between wait.
 */
public final class MemberServer {

    /** After so long without a byte a connection is closed. */
    static final Duration IDLE = Duration.ofSeconds(90);

    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final Server server;
    private final ServerConnector connector;
    private final BindAddress bound;
    private final MemberClient client;

    private MemberServer(Server server, ServerConnector connector, BindAddress bound) {
        this.server = server;
        this.connector = connector;
        this.bound = bound;
        this.client = new MemberClient(bound, server);
    }

    /**
     * Takes the port.
     *
     * @throws IOException with a message for the user, when it cannot be had
     */
    public static MemberServer open(BindAddress wanted) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setStopTimeout(0);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(wanted.address().getHostAddress());
        connector.setPort(wanted.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setErrorHandler(ErrorAnswers::ofJetty);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException(
                    wanted.host() + ":" + wanted.port() + " cannot be used (" + reason(e)
                            + "); stop what listens there, or choose another --port or --bind",
                    e);
        }
        return new MemberServer(server, connector, wanted.withPort(connector.getLocalPort()));
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** Answers requests, to those who know the key where there is one. */
    public void serve(ApiKey key, Consumer<RoutesConfig> routes) {
        Javalin javalin = Javalin.create(config -> configure(config, key, routes));
        ServletContextHandler context =
                new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
        context.setErrorHandler(ErrorAnswers::ofJetty);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    private void configure(JavalinConfig config, ApiKey key, Consumer<RoutesConfig> routes) {
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        new Guards(new OriginGuard(bound), key).addTo(config.routes);
        ErrorAnswers.addTo(config.routes);
        routes.accept(config.routes);
    }

    /** Where it listens, with the port that it has got. */
    public BindAddress bound() {
        return bound;
    }

    /** The client whose connections come from this server's address; it shares the server's threads, and its end. */
    public MemberClient client() {
        return client;
    }

    /** Takes no more connections; those that are open go on. */
    public void stopAccepting() {
        // Jetty's own close() leaves the port open when the selector accepts, and the selector holds it until it wakes.
        IO.close((Closeable) connector.getTransport());
        connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .forEach(selector -> selector.submit(ready -> {}));
    }

    /** Ends the server and its threads. */
    public void stop() {
        client.stop();
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }
}
