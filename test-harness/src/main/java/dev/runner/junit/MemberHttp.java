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
 * A small client of one member. Bodies are texts, JSON unless a {@code Content-Type} is given; the cluster's key goes
 * with each request. Any answer is an answer, whatever its status; where none comes, an {@link UncheckedIOException}
 * says why.
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

    /** Only when somebody asks: its classes and its thread are not for nothing. */
    private static final class Shared {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** The same with one more header; {@code x-api-key} replaces the cluster's. */
    public MemberHttp header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new MemberHttp(member, base, more, timeout);
    }

    /** The same without a header: without {@code x-api-key}, a stranger. */
    public MemberHttp withoutHeader(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.keySet().removeIf(name::equalsIgnoreCase);
        return new MemberHttp(member, base, fewer, timeout);
    }

    /** The same with another time for each request; it is 30 s. */
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

    /** Asks until the answer is good, as long as Awaitility waits by default; that none comes is not good yet. */
    public HttpAnswer await(String path, Predicate<HttpAnswer> good) {
        return await(path, good, null);
    }

    /** Asks until the answer is good, so long; null for as long as Awaitility waits. */
    public HttpAnswer await(String path, Predicate<HttpAnswer> good, @Nullable Duration atMost) {
        AtomicReference<String> seen = new AtomicReference<>("nothing");
        return ConditionWaiter.until(
                "the right answer of " + member + " to GET " + base.resolve(path),
                atMost,
                () -> look(path, good, seen),
                () -> "  the last answer: " + seen.get());
    }

    private Optional<HttpAnswer> look(String path, Predicate<HttpAnswer> good, AtomicReference<String> seen) {
        try {
            HttpAnswer answer = get(path);
            seen.set(answer.toString());
            return Optional.of(answer).filter(good);
        } catch (UncheckedIOException e) {
            // It may come to answer yet; that it does not is what a time-out tells.
            seen.set(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private HttpAnswer send(String method, String path, BodyPublisher body) {
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

    /** Where it asks; not the key. */
    @Override
    public String toString() {
        return base.toString();
    }
}
