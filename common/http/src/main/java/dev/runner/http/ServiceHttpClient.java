package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Calls other members, from the member's own address, so that a peer's address means something. It starts at the first
 * call, keeps connections open for the next ones, and ends with the server whose threads it uses. (The JDK's client
 * cannot bind an address before Java 19.)
 */
public final class ServiceHttpClient {

    /** The header that carries a key. */
    public static final String KEY_HEADER = "x-api-key";

    /** The content type of JSON. */
    public static final String JSON = "application/json";

    /** Bytes of the largest answer that is read; a larger one is a failure. */
    static final int MAX_RESPONSE_BYTES = 64 << 20;

    /** Bytes; a batch of events that fits goes out in one step, else the rest waits for the selector. */
    private static final int WRITTEN_AT_ONCE = 512 << 10;

    private static final int CONNECTIONS_PER_MEMBER = 64;
    private static final int CALLS_THAT_WAIT_PER_MEMBER = 16_384;
    /** Less than the server's, so that no call goes out on a connection that is just being closed. */
    private static final Duration IDLE = HttpServer.IDLE.minusSeconds(30);

    private final BindAddress own;
    private final Server server;
    private @Nullable HttpClient client;

    ServiceHttpClient(BindAddress own, Server server) {
        this.own = own;
        this.server = server;
    }

    /**
     * Calls a member; never waits. What depends on the future runs, after a small answer, on the one thread that reads
     * all answers: so it must be quick, and the methods here that wait are refused on it.
     *
     * @param headers names and values, beyond the content type
     * @param body null for none
     * @param contentType of the body
     * @param timeout for the whole call, less than a minute
     * @return the answer, whatever its status, of at most {@link #MAX_RESPONSE_BYTES}; else it fails with a
     *     {@link CallFailedException}
     */
    public CompletableFuture<ServiceResponse> send(
            String method,
            URI uri,
            Map<String, String> headers,
            byte @Nullable [] body,
            String contentType,
            Duration timeout) {
        Request request = client().newRequest(uri)
                .method(method)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .headers(fields -> headers.forEach(fields::put));
        if (body != null) {
            request.body(new BytesRequestContent(contentType, body));
        }
        ResponseFuture pending = new ResponseFuture(uri, timeout, server.getThreadPool());
        request.send(pending);
        return pending.future();
    }

    /**
     * Gets and waits for the answer.
     *
     * @param headers names and values beyond those of JSON
     * @param timeout for the whole call
     * @throws CallFailedException when there is none in time
     * @throws InterruptedIOException when the thread is told to end
     */
    public ServiceResponse get(URI uri, Map<String, String> headers, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        return call("GET", uri, headers, null, timeout);
    }

    /** Posts a value as JSON, or nothing, and waits as {@link #get} does. */
    public ServiceResponse post(URI uri, Map<String, String> headers, @Nullable Object body, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        return call("POST", uri, headers, body, timeout);
    }

    /** Puts a value as JSON, and waits as {@link #get} does. */
    public ServiceResponse put(URI uri, Map<String, String> headers, @Nullable Object body, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        return call("PUT", uri, headers, body, timeout);
    }

    /** Deletes, and waits as {@link #get} does. */
    public ServiceResponse delete(URI uri, Map<String, String> headers, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        return call("DELETE", uri, headers, null, timeout);
    }

    private ServiceResponse call(
            String method, URI uri, Map<String, String> headers, @Nullable Object body, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        ResponseFuture.requireBlockingThread();
        byte[] bytes = body == null ? null : JsonRecords.write(body);
        CompletableFuture<ServiceResponse> answer = send(method, uri, headers, bytes, JSON, timeout);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + uri);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof CallFailedException failed
                    ? new CallFailedException(String.valueOf(failed.getMessage()), failed, failed.refused())
                    : new CallFailedException(uri + " failed: " + cause, e, false);
        }
    }

    /** The header for a key; none where there is no key. */
    public static Map<String, String> keyHeader(ApiKey key) {
        String secret = key.secret();
        return secret == null ? Map.of() : Map.of(KEY_HEADER, secret);
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = start();
        }
        return client;
    }

    private HttpClient start() {
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(new NoTls());
        connector.setSelectors(1);
        connector.setSendBufferSize(WRITTEN_AT_ONCE);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        // An answer is read and handed on by the thread that saw it come: no switch to another one.
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        HttpClient fresh = new HttpClient(transport);
        fresh.setExecutor(server.getThreadPool());
        fresh.setScheduler(server.getScheduler());
        fresh.setByteBufferPool(server.getByteBufferPool());
        if (!own.isWildcard()) {
            fresh.setBindAddress(new InetSocketAddress(own.address(), 0));
        }
        fresh.setResponseBufferSize(HttpServer.READ_AT_ONCE);
        fresh.setMaxConnectionsPerDestination(CONNECTIONS_PER_MEMBER);
        fresh.setMaxRequestsQueuedPerDestination(CALLS_THAT_WAIT_PER_MEMBER);
        fresh.setIdleTimeout(IDLE.toMillis());
        fresh.setFollowRedirects(false);
        fresh.setUserAgentField(null);
        fresh.setHttpCookieStore(new HttpCookieStore.Empty());
        try {
            fresh.start();
            // An answer is handed on as it is: its status says enough, and a challenge is for browsers.
            fresh.getProtocolHandlers().clear();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP client did not start", e);
        }
        return fresh;
    }

    /**
     * In place of the one that the connector would make: starting that one reads all certificates that this machine
     * trusts, a fifth of the processor time that a worker takes to start, and members speak plain HTTP to each other.
     */
    private static final class NoTls extends SslContextFactory.Client {
        @Override
        protected void doStart() {
            // There is nothing to load.
        }
    }

    /** Ends its threads. */
    synchronized void stop() {
        if (client != null) {
            try {
                client.stop();
            } catch (Exception e) { // what Jetty declares
                throw new IllegalStateException("the HTTP client did not stop", e);
            }
        }
    }
}
