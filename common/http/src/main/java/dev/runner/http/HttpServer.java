package dev.runner.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
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
public final class HttpServer {

    /** After so long without a byte a connection is closed. */
    static final Duration IDLE = Duration.ofSeconds(90);

    /** Bytes; of the pool, while a connection has something to read. Batches of events are some 100 kB. */
    static final int READ_AT_ONCE = 32 << 10;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final Server server;
    private final HttpServerConfig config;
    private final BindAddress bound;
    private final ListenPorts ports;
    private final MemoryBudget memory = MemoryBudget.ofThisProcess();
    private final SseConnections streams;
    private @Nullable ServiceHttpClient client;
    private @Nullable LazyHandler servlet;

    private HttpServer(Server server, HttpServerConfig config, ListenPorts ports) {
        this.server = server;
        this.config = config;
        this.ports = ports;
        this.bound = ports.main();
        this.streams = new SseConnections(server.getScheduler(), KEEP_ALIVE);
    }

    /**
     * Takes a port.
     *
     * @throws IOException with a message for the user, when it cannot be had
     */
    public static HttpServer open(BindAddress address) throws IOException {
        return open(HttpServerConfig.at(address));
    }

    /**
     * Takes the ports.
     *
     * @throws IOException with a message for the user, when one of them cannot be had
     */
    public static HttpServer open(HttpServerConfig config) throws IOException {
        Server server = jetty();
        return new HttpServer(server, config, ListenPorts.take(server, config));
    }

    /**
     * Takes over a port that is bound already, with the connections that wait at it.
     *
     * @throws IOException when it has been closed
     */
    public static HttpServer open(ServerSocketChannel channel) throws IOException {
        Server server = jetty();
        ListenPorts ports = ListenPorts.take(server, channel);
        return new HttpServer(server, HttpServerConfig.at(ports.main()), ports);
    }

    private static Server jetty() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setStopTimeout(0);
        Server server = new Server(threads);
        server.setErrorHandler(ErrorResponses::ofJetty);
        return server;
    }

    /**
     * Answers requests.
     *
     * @param access who may call routes that have no rule of their own
     */
    public void serve(AccessPolicy access, Consumer<Routes> routes) {
        Routes declared = new Routes();
        routes.accept(declared);
        LazyHandler lazy = new LazyHandler(() -> servlet(declared));
        server.setHandler(new RequestDispatcher(
                new RequestGuard(ports, access),
                declared.table(),
                memory,
                config.bodyTimeout(),
                server.getThreadPool(),
                lazy));
        servlet = lazy;
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    /** Makes what the first request of the servlet would make, so that it need not wait for that. */
    public void prepare() {
        try {
            if (servlet != null) {
                servlet.make();
            }
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("Javalin did not start", e);
        }
    }

    private static Handler servlet(Routes routes) {
        Javalin javalin = Javalin.create(config -> configure(config, routes));
        ServletContextHandler context =
                new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        ServletHolder servlet = new ServletHolder(new JavalinServlet(javalin.unsafe));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        context.setErrorHandler(ErrorResponses::ofJetty);
        return context;
    }

    private static void configure(JavalinConfig config, Routes routes) {
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
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
    public synchronized ServiceHttpClient client() {
        if (client == null) {
            client = new ServiceHttpClient(bound, server);
        }
        return client;
    }

    /** The streams of events that are open. */
    public SseConnections streams() {
        return streams;
    }

    /** Connections that its main port has open. */
    int connections() {
        return ports.connections();
    }

    /** Bytes that the requests in progress occupy. */
    long bodyBytes() {
        return memory.taken();
    }

    /** Takes no more connections; those that are open go on. */
    public void stopAccepting() {
        ports.close();
    }

    /** Ends the server and its threads. */
    public synchronized void stop() {
        streams.stop();
        if (client != null) {
            client.stop();
        }
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }
}
