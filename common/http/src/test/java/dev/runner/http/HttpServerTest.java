package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.protocol.HeartbeatRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class HttpServerTest {

    /** And less than the smallest limit of a kernel (128). */
    private static final int MORE_THAN_JAVAS_BACKLOG = 120;

    private final AtomicReference<String> caller = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.231.1.1", 0));
        server.serve(ApiKey.of("secret"), this::routes);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void routes(Routes routes) {
        HealthRoutes.addTo(routes, HealthRoutes.ALWAYS_READY);
        routes.post("/api/beat").handle(context -> {
            caller.set(context.ip());
            HttpBodies.body(context, HeartbeatRequest.class);
            HttpBodies.answer(context, 200, new Status("beaten"));
        });
        routes.post("/api/bug").handle(context -> {
            throw new IllegalStateException("a secret detail");
        });
    }

    private ServiceResponse post(String path, Map<String, String> headers, @Nullable Object body) throws IOException {
        URI uri = URI.create(server.bound().url() + path);
        return server.client().post(uri, headers, body, Duration.ofSeconds(60));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    @Tag("V5")
    void wantsTheKeyOnEveryRouteThatDoesNotSayOtherwise() throws IOException {
        HeartbeatRequest beat = new HeartbeatRequest(0L, 0);

        assertThat(post("/api/beat", Map.of(), beat).status()).isEqualTo(401);
        assertThat(post("/api/beat", Map.of("x-api-key", "wrong"), beat).status())
                .isEqualTo(401);
        assertThat(post("/api/beat", Map.of("x-api-key", "secret"), beat).body(Status.class))
                .isEqualTo(new Status("beaten"));
    }

    @Test
    @Tag("V6")
    void probesNeedNoKeyButAnOwnHost() throws IOException {
        String own = server.bound().host() + ":" + server.bound().port();

        assertThat(raw("GET /ready HTTP/1.1\r\nHost: " + own + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("{\"status\":\"ready\"}");
        assertThat(raw("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("\"code\":\"foreign_origin\"");
    }

    @Test
    @Tag("F7")
    void callsComeFromTheOwnAddress() throws IOException {
        post("/api/beat", Map.of("x-api-key", "secret"), new HeartbeatRequest(0L, 0));

        assertThat(caller.get()).isEqualTo("127.231.1.1");
    }

    @Test
    @Tag("V43")
    void everyErrorIsAnErrorBodyWithoutAStackTrace() throws IOException {
        Map<String, String> key = Map.of("x-api-key", "secret");

        assertThat(post("/api/beat", key, "x".repeat(Route.BODY_BYTES)).problem())
                .startsWith("413 the body");
        assertThat(post("/api/beat", key, Map.of()).problem()).isEqualTo("400 events_processed is required");
        assertThat(post("/api/bug", key, null).problem())
                .startsWith("500 the server made")
                .doesNotContain("secret");
        assertThat(post("/nothing", key, null).problem()).isEqualTo("404 Not Found: POST /nothing");
        assertThat(post("/ready", key, null).status()).isEqualTo(405);
        assertThat(raw("this is not HTTP\r\n\r\n")).startsWith("HTTP/1.1 400").contains("\"code\":\"bad_request\"");
    }

    @ParameterizedTest
    @Tag("V43")
    @CsvSource({
        "GET, /nothing, 404, not_found",
        "GET, /, 404, not_found",
        "GET, /api/beat, 405, method_not_allowed",
        "DELETE, /ready, 405, method_not_allowed",
        "PATCH, /ready, 405, method_not_allowed",
        "OPTIONS, /ready, 405, method_not_allowed",
        "TRACE, /nothing, 404, not_found",
        "BREW, /ready, 405, method_not_allowed",
        "GET, /%zz, 400, bad_request",
    })
    void whatIsNotThereIsAnErrorBodyToo(String method, String path, int status, String code) throws IOException {
        String own = server.bound().host() + ":" + server.bound().port();

        assertThat(raw(method + " " + path + " HTTP/1.1\r\nHost: " + own + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status)
                .contains("{\"error\":\"")
                .contains("\"code\":\"" + code + "\"}");
    }

    @Test
    void namesTheRemedyWhenThePortIsTaken() {
        assertThatThrownBy(() -> HttpServer.open(server.bound()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        server.bound().host() + ":" + server.bound().port())
                .hasMessageContaining("--port");
    }

    @Test
    void takesNoMoreConnectionsWhenItHasStoppedAccepting() {
        server.stopAccepting();

        await().untilAsserted(() -> assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class));
        assertThatThrownBy(() -> post("/ready", Map.of(), null))
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        failed -> assertThat(failed.refused()).isTrue())
                .hasMessageContaining("nothing listens at " + server.bound().host());
    }

    @Test
    void connectionsThatComeAllAtOnceWaitUntilTheyAreAccepted() throws IOException {
        HttpServer later = HttpServer.open(BindAddress.of("127.231.1.2", 0));
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_JAVAS_BACKLOG; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(
                        new InetSocketAddress(
                                later.bound().address(), later.bound().port()),
                        5_000);
            }
            later.serve(ApiKey.NONE, this::routes);

            for (Socket socket : sockets) {
                String host = later.bound().host() + ":" + later.bound().port();
                socket.getOutputStream().write(("GET /ready HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8));
                assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                        .isEqualTo("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            later.stop();
        }
    }

    private void connect() throws IOException {
        new Socket(server.bound().address(), server.bound().port()).close();
    }
}
