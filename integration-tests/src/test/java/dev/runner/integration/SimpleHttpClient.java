package dev.runner.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A plain HTTP client. */
final class SimpleHttpClient {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SimpleHttpClient() {}

    /** A response. */
    record Reply(int status, String body) {
        JsonNode json() {
            return JsonTreeReader.parse(body);
        }

        Reply expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected status " + expected + ", not " + this);
            }
            return this;
        }
    }

    /** @param headers names and values, alternating */
    static Reply get(String url, String... headers) throws IOException, InterruptedException {
        return send(request(url, headers).GET());
    }

    static Reply post(String url, String... headers) throws IOException, InterruptedException {
        return send(request(url, headers).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** @param headers names and values, alternating */
    static Reply post(String url, String body, List<String> headers) throws IOException, InterruptedException {
        return send(request(url, headers.toArray(String[]::new)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** @param headers names and values, alternating */
    static Reply delete(String url, String... headers) throws IOException, InterruptedException {
        return send(request(url, headers).DELETE());
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }
}
