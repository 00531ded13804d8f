package dev.runner.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A simple HTTP client for one member. Bodies are strings, JSON unless a {@code Content-Type} is given. Each request
 * carries the cluster's API key. A response of any status is returned; without a response, an {@link
 * UncheckedIOException} tells why.
 *
 * <pre>{@code
 * member.http().post("/orders", "{\"id\": 7}").status();
 * member.http().await("/orders/7", answer -> answer.status() == 200);
 * }</pre>
 */
public final class MemberHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String member;
    private final URI base;
    private final Map<String, String> headers;
    private final Duration timeout;

    MemberHttp(String member, URI base, @Nullable String apiKey) {
        this(member, base, apiKey == null ? Map.of() : Map.of("x-api-key", apiKey), ANSWER);
    }

    private MemberHttp(String member, URI base, Map<String, String> headers, Duration timeout) {
        this.member = member;
        this.base = base;
        this.headers = headers;
        this.timeout = timeout;
    }

    /** Created on first use, because its classes and its thread are expensive. */
    private static final class Shared {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY) // -Dhttp.proxyHost of the tests' JVM is for other hosts than ours
                .build();
    }

    /** Returns a client that also sends this header; {@code x-api-key} replaces the cluster's key. */
    public MemberHttp header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new MemberHttp(member, base, more, timeout);
    }

    /** Returns a client that does not send this header, {@code x-api-key} for example to test authentication. */
    public MemberHttp withoutHeader(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.keySet().removeIf(name::equalsIgnoreCase);
        return new MemberHttp(member, base, fewer, timeout);
    }

    /** Returns a client with this timeout for each request; the default is 30 s. */
    public MemberHttp timeout(Duration atMost) {
        return new MemberHttp(member, base, headers, atMost);
    }

    public HttpAnswer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public HttpAnswer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public HttpAnswer post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    public HttpAnswer put(String path, String body) {
        return send("PUT", path, BodyPublishers.ofString(body));
    }

    /**
     * Sends GET requests until a response satisfies the condition, for Awaitility's default timeout; ignores failures.
     */
    public HttpAnswer await(String path, Predicate<HttpAnswer> good) {
        return await(path, good, null);
    }

    /** Like {@link #await(String, Predicate)}, with a timeout; null for Awaitility's default. */
    public HttpAnswer await(String path, Predicate<HttpAnswer> good, @Nullable Duration atMost) {
        AtomicReference<String> seen = new AtomicReference<>("nothing");
        return ConditionWaiter.until(
                "the expected response of " + member + " to GET " + base.resolve(path),
                atMost,
                () -> look(path, good, seen),
                () -> "  the last response: " + seen.get());
    }

    private Optional<HttpAnswer> look(String path, Predicate<HttpAnswer> good, AtomicReference<String> seen) {
        try {
            HttpAnswer answer = get(path);
            seen.set(answer.toString());
            return Optional.of(answer).filter(good);
        } catch (UncheckedIOException e) {
            // It may respond later; the message of a timeout has the last failure.
            seen.set(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private HttpAnswer send(String method, String path, BodyPublisher body) {
        return PoolWorker.call(() -> sendHere(method, path, body));
    }

    private HttpAnswer sendHere(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(timeout).method(method, body);
        if (body.contentLength() != 0 && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = Shared.CLIENT.send(request.build(), BodyHandlers.ofString());
            return new HttpAnswer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UncheckedIOException(
                    member + " does not answer " + method + " " + base.resolve(path) + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + member + " was asked for " + path, e);
        }
    }

    /** The base URL, without the key. */
    @Override
    public String toString() {
        return base.toString();
    }
}
