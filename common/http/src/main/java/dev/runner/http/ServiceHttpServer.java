package dev.runner.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Javalin on a Jetty that has only what a member needs: a connector whose selector accepts too, a second one where
 * there is a side door, a small pool, and a servlet context without sessions, security and web sockets. The ports are
 * taken by {@link #open}, requests are answered from {@link #serve} on, and those that come in between wait. Javalin
 * itself is there from the first request on that needs it: see {@link LazyHandler}.
 */
public final class ServiceHttpServer {

    /** After so long without a byte a connection is closed. */
    static final Duration IDLE = Duration.ofSeconds(90);

    /** Bytes; of the pool, while a connection has something to read. Batches of events are some 100 kB. */
    static final int READ_AT_ONCE = 32 << 10;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final Server server;
    private final BindAddress bound;
    private final ListenPorts ports;
    private final ServiceHttpClient client;
    private final SseConnections streams;

    private ServiceHttpServer(Server server, ListenPorts ports) {
        this.server = server;
        this.ports = ports;
        this.bound = ports.main();
        this.client = new ServiceHttpClient(bound, server);
        this.streams = new SseConnections(server.getScheduler(), KEEP_ALIVE);
    }

    /**
     * Takes the port.
     *
     * @throws IOException with a message for the user, when it cannot be had
     */
    public static ServiceHttpServer open(BindAddress wanted) throws IOException {
        return open(wanted, null);
    }

    /**
     * Takes the port, and that of a side door.
     *
     * @param door null for none
     * @throws IOException with a message for the user, when one of them cannot be had
     */
    public static ServiceHttpServer open(BindAddress wanted, @Nullable SecondaryPort door) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setStopTimeout(0);
        Server server = new Server(threads);
        server.setErrorHandler(ErrorResponses::ofJetty);
        return new ServiceHttpServer(server, ListenPorts.take(server, wanted, door));
    }

    /** Answers requests, to those who know the key where there is one. */
    public void serve(ApiKey key, Consumer<Routes> routes) {
        RequestGuards guards = new RequestGuards(ports, key);
        Routes declared = new Routes();
        routes.accept(declared);
        List<FastPathHandler.Path> quick = declared.fastPaths();
        Handler servlet = new LazyHandler(() -> servlet(guards, declared));
        server.setHandler(
                quick.isEmpty() ? servlet : new FastPathHandler(quick, guards, server.getThreadPool(), servlet));
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    private static Handler servlet(RequestGuards guards, Routes routes) {
        Javalin javalin = Javalin.create(config -> configure(config, guards, routes));
        ServletContextHandler context =
                new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        ServletHolder servlet = new ServletHolder(new JavalinServlet(javalin.unsafe));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        context.setErrorHandler(ErrorResponses::ofJetty);
        return context;
    }

    private static void configure(JavalinConfig config, RequestGuards guards, Routes routes) {
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        guards.addTo(config.routes);
        ErrorResponses.addTo(config.routes);
        routes.addTo(config.routes);
    }

    /** Where it listens, with the port that it has got. */
    public BindAddress bound() {
        return bound;
    }

    /** Where its side door is, with the port that it has got; null where it has none. */
    public @Nullable BindAddress secondaryPort() {
        return ports.side();
    }

    /** The client whose connections come from this server's address; it shares the server's threads, and its end. */
    public ServiceHttpClient client() {
        return client;
    }

    /** The streams of events that are open. */
    public SseConnections streams() {
        return streams;
    }

    /** The server's threads, for what must not run on the thread that reads all answers. */
    public Executor executor() {
        return server.getThreadPool();
    }

    /** Takes no more connections; those that are open go on. */
    public void stopAccepting() {
        ports.close();
    }

    /** Ends the server and its threads. */
    public void stop() {
        streams.stop();
        client.stop();
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }
}
