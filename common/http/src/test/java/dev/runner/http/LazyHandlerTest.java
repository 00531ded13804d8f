package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LazyHandlerTest {

    private static final int CLIENTS = 12;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger made = new AtomicInteger();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private boolean failing;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.232.252.1");
        server.addConnector(connector);
        server.setHandler(new LazyHandler(this::make));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Handler make() {
        made.incrementAndGet();
        if (failing) {
            throw new IllegalStateException("not yet");
        }
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(isStarted() ? 204 : 500);
                callback.succeeded();
                return true;
            }
        };
    }

    private CompletableFuture<Integer> ask() {
        URI uri = URI.create("http://127.232.252.1:" + connector.getLocalPort() + "/");
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Test
    void makesOneHandlerForManyFirstRequests() {
        assertThat(made).hasValue(0);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            answers.add(ask());
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(204));
        assertThat(made).hasValue(1);
    }

    @Test
    void triesAgainWhatFailed() {
        failing = true;
        assertThat(ask().join()).isEqualTo(500);
        failing = false;
        assertThat(ask().join()).isEqualTo(204);
    }
}
