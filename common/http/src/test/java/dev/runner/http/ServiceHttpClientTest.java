package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServiceHttpClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGE = 5 << 20;

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Status> held = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.231.1.2", 0));
        server.serve(ApiKey.NONE, this::routes);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void routes(Routes routes) {
        routes.post("/echo").limit(LARGE).handle(context -> {
            ports.add(context.req().getRemotePort());
            HttpBodies.answerBytes(context, 200, HttpBodies.bytes(context));
        });
        routes.get("/large").handle(context -> context.result(new byte[LARGE]));
        routes.get("/held").handle(context -> context.future(() -> held));
        routes.put("/put").handle(context -> HttpBodies.answer(context, 200, HttpBodies.body(context, Status.class)));
        routes.delete("/wrong").handle(context -> {
            throw new ApiException(400, "parse_error", "no", Map.of("line", 3, "hint", "yes"));
        });
    }

    private URI uri(String path) {
        return URI.create(server.bound().url() + path);
    }

    private CompletableFuture<ServiceResponse> echo(String text) {
        return server.client().send("POST", uri("/echo"), Map.of(), text.getBytes(UTF_8), "text/plain", TIMEOUT);
    }

    @Test
    void manyCallsAtOnceShareTheConnectionsAndNoneMeetsAnothersAnswer() throws Exception {
        List<CompletableFuture<ServiceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            answers.add(echo("call " + i));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(new String(answers.get(i).get().bytes(), UTF_8)).isEqualTo("call " + i);
        }
        assertThat(ports).hasSizeBetween(1, 64);
    }

    @Test
    void callsOneAfterTheOtherKeepTheirConnection() throws Exception {
        for (int i = 0; i < 50; i++) {
            echo("x").get();
        }

        assertThat(ports).hasSize(1);
    }

    @Test
    void takesLargeAnswers() throws Exception {
        assertThat(server.client().get(uri("/large"), Map.of(), TIMEOUT).bytes())
                .hasSize(LARGE);
    }

    @Test
    void knowsTheOtherMethodsToo() throws Exception {
        Status status = new Status("put");
        ServiceResponse wrong = server.client().delete(uri("/wrong"), Map.of(), TIMEOUT);

        assertThat(server.client().put(uri("/put"), Map.of(), status, TIMEOUT).body(Status.class))
                .isEqualTo(status);
        assertThat(new String(wrong.bytes(), UTF_8))
                .startsWith("{\"error\":\"no\",\"code\":\"parse_error\"")
                .contains("\"line\":3", "\"hint\":\"yes\"");
        assertThat(wrong.code()).isEqualTo("parse_error");
        assertThat(wrong.problem()).isEqualTo("400 no");
    }

    @Test
    void aCallThatIsNotAnsweredInTimeFails() {
        assertThatThrownBy(() -> server.client().get(uri("/held"), Map.of(), Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        failed -> assertThat(failed.refused()).isFalse())
                .hasMessageContaining("/held did not answer within 50 ms");
    }

    @Test
    void aConnectionThatIsClosedIsSaidInOneLine() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getByName("127.231.1.2"))) {
            URI uri = URI.create("http://127.231.1.2:" + rude.getLocalPort() + "/x");
            CompletableFuture<ServiceResponse> call =
                    server.client().send("GET", uri, Map.of(), null, ServiceHttpClient.JSON, TIMEOUT);
            try (Socket taken = rude.accept()) {
                assertThat(taken.getInputStream().read()).isEqualTo('G'); // or the client just connects again
            }

            assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(CallFailedException.class)
                    .hasMessage(uri + " failed: the connection was closed before an answer came");
        }
    }

    @Test
    void theFutureOfARefusedCallSaysSo() {
        URI nobody = URI.create("http://127.231.1.2:1");

        assertThatThrownBy(() -> server.client()
                        .send("GET", nobody, Map.of(), null, ServiceHttpClient.JSON, TIMEOUT)
                        .get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        failed -> assertThat(failed.refused()).isTrue())
                .hasMessage("nothing listens at 127.231.1.2:1");
    }

    @Test
    void refusesToWaitWhereAnAnswerIsHandled() {
        CompletableFuture<ServiceResponse> nested = server.client()
                .send("GET", uri("/held"), Map.of(), null, ServiceHttpClient.JSON, TIMEOUT)
                .thenApply(this::getAndWait);
        held.complete(new Status("now"));

        assertThatThrownBy(() -> nested.get(5, TimeUnit.SECONDS)).hasMessageContaining("would wait for ever");
    }

    private ServiceResponse getAndWait(ServiceResponse first) {
        try {
            return server.client().get(uri("/large"), Map.of(), TIMEOUT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
