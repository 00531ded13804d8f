package dev.runner.member.http;

import dev.runner.member.ApiKey;
import dev.runner.member.BindAddress;
import dev.runner.member.json.Json;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Calls other members, from the member's own address, so that a peer's address means something. It starts at the first
 * call, and ends with the server whose threads it uses. (The JDK's client cannot bind an address before Java 19.)
 */
public final class MemberClient {

    /** The header that carries a key. */
    public static final String KEY_HEADER = "x-api-key";

    private final BindAddress own;
    private final Server server;
    private @Nullable HttpClient client;

    MemberClient(BindAddress own, Server server) {
        this.own = own;
        this.server = server;
    }

    /**
     * Posts JSON and waits for the answer.
     *
     * @param headers names and values beyond those of JSON
     * @param timeout for the whole call
     * @throws CallFailedException when there is none in time
     * @throws InterruptedIOException when the thread is told to end
     */
    public Answer post(URI uri, Map<String, String> headers, @Nullable Object body, Duration timeout)
            throws CallFailedException, InterruptedIOException {
        Request request = client().newRequest(uri)
                .method("POST")
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .headers(fields -> headers.forEach(fields::put));
        if (body != null) {
            request.body(new BytesRequestContent("application/json", Json.write(body)));
        }
        try {
            ContentResponse response = request.send();
            return new Answer(response.getStatus(), response.getContent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + uri);
        } catch (TimeoutException e) {
            throw new CallFailedException(uri + " did not answer within " + timeout.toMillis() + " ms", e, false);
        } catch (ExecutionException e) {
            throw failed(uri, e.getCause() == null ? e : e.getCause());
        }
    }

    /** The header for a key; none where there is no key. */
    public static Map<String, String> keyHeader(ApiKey key) {
        String secret = key.secret();
        return secret == null ? Map.of() : Map.of(KEY_HEADER, secret);
    }

    private static CallFailedException failed(URI uri, Throwable cause) {
        boolean refused = cause instanceof ConnectException;
        String what = refused ? "nothing listens at " + uri.getAuthority() : uri + " failed: " + cause;
        return new CallFailedException(what, cause, refused);
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = start();
        }
        return client;
    }

    private HttpClient start() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClient fresh = new HttpClient(new HttpClientTransportOverHTTP(connector));
        fresh.setExecutor(server.getThreadPool());
        fresh.setScheduler(server.getScheduler());
        fresh.setByteBufferPool(server.getByteBufferPool());
        if (!own.isWildcard()) {
            fresh.setBindAddress(new InetSocketAddress(own.address(), 0));
        }
        fresh.setFollowRedirects(false);
        fresh.setUserAgentField(null);
        fresh.setHttpCookieStore(new HttpCookieStore.Empty());
        server.addBean(fresh, false);
        try {
            fresh.start();
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the HTTP client did not start", e);
        }
        return fresh;
    }

    /** Ends its threads. */
    public synchronized void stop() {
        if (client != null) {
            try {
                client.stop();
            } catch (Exception e) { // what Jetty declares
                throw new IllegalStateException("the HTTP client did not stop", e);
            }
        }
    }
}
