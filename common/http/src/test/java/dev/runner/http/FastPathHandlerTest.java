package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FastPathHandlerTest {

    private static final int LIMIT = 100_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger underWay = new AtomicInteger();
    private ServiceHttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = ServiceHttpServer.open(BindAddress.of("127.232.253.1", 0));
        server.serve(ApiKey.of("secret"), routes -> {
            routes.post("/things/{id}/echo")
                    .limit(LIMIT)
                    .quickly(this::begin)
                    .handle(context -> HttpBodies.answer(context, 200, "slow " + context.pathParam("id")));
            routes.post("/things")
                    .open()
                    .quickly(Greeting::new)
                    .handle(context -> HttpBodies.answer(context, 200, "slow"));
            routes.get("/other").handle(context -> HttpBodies.answer(context, 200, "other"));
        });
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** Answers who asks, with a status of its own. */
    private record Greeting(FastRequestHead request) implements FastRequestProcessor.AcceptedRequest {
        @Override
        public CompletableFuture<byte[]> answer(byte[] body) {
            String answer = "\"" + request.peer() + " says " + new String(body, UTF_8) + "\"";
            return CompletableFuture.completedFuture(answer.getBytes(UTF_8));
        }

        @Override
        public int status() {
            return 201;
        }

        @Override
        public void end() {
            // It holds nothing.
        }
    }

    private FastRequestProcessor.AcceptedRequest begin(FastRequestHead request) {
        String id = request.parameter();
        if (id.equals("none")) {
            throw new ApiException(404, "nothing_found", "there is no such thing");
        }
        underWay.incrementAndGet();
        return new FastRequestProcessor.AcceptedRequest() {
            @Override
            public CompletableFuture<byte[]> answer(byte[] body) {
                String text = new String(body, UTF_8);
                return switch (text) {
                    case "refuse" -> throw ApiException.badRequest("not so");
                    case "later" -> CompletableFuture.failedFuture(new ApiException(503, "late", "not now"));
                    case "mistake" -> throw new IllegalStateException("a mistake");
                    default -> CompletableFuture.supplyAsync(() -> ("\"" + id + " " + text + "\"").getBytes(UTF_8));
                };
            }

            @Override
            public void end() {
                underWay.decrementAndGet();
            }
        };
    }

    @Test
    void answersAPlainRequestAtOnce() throws Exception {
        HttpResponse<String> answer = post("/things/a-1/echo", "hello", "secret");
        assertThat(answer.body()).isEqualTo("\"a-1 hello\"");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(underWay).hasValue(0);
    }

    @Test
    void needsNoParameterAndWhereItIsOpenNoKey() throws Exception {
        assertThat(post("/things", "hello", "wrong"))
                .returns(201, HttpResponse::statusCode)
                .returns("\"127.0.0.1 says hello\"", HttpResponse::body);
        assertThat(post("/thingses", "hello", "secret").statusCode()).isEqualTo(404);
    }

    @Test
    void makesNoRoomForALargeBodyOfSomebodyWithoutAKey() throws Exception {
        assertThat(post("/things", "x".repeat(16 << 10), "wrong").statusCode()).isEqualTo(201);
        assertThat(post("/things", "x".repeat((16 << 10) + 1), "wrong").body()).isEqualTo("\"slow\"");
    }

    @Test
    void gathersALargeBody() throws Exception {
        String body = "x".repeat(LIMIT);
        assertThat(post("/things/a/echo", body, "secret").body()).isEqualTo("\"a " + body + "\"");
    }

    @Test
    void tellsRefusalsLikeOtherRoutes() throws Exception {
        assertThat(post("/things/a/echo", "refuse", "secret"))
                .returns(400, HttpResponse::statusCode)
                .returns("{\"error\":\"not so\",\"code\":\"bad_request\"}", HttpResponse::body);
        assertThat(post("/things/a/echo", "later", "secret"))
                .returns(503, HttpResponse::statusCode)
                .returns("{\"error\":\"not now\",\"code\":\"late\"}", HttpResponse::body);
        assertThat(post("/things/a/echo", "mistake", "secret").statusCode()).isEqualTo(500);
        assertThat(underWay).hasValue(0);
    }

    @Test
    void leavesTheUnusualToTheServlet() throws Exception {
        assertThat(post("/things/a/echo", "hello", "wrong").statusCode()).isEqualTo(401);
        assertThat(post("/things/a/echo", "x".repeat(LIMIT + 1), "secret").statusCode())
                .isEqualTo(413);
        assertThat(post("/things/a%20b/echo", "hello", "secret").body()).isEqualTo("\"slow a b\"");
        assertThat(post("/things/none/echo", "hello", "secret").body()).isEqualTo("\"slow none\"");
        assertThat(post("/things/echo", "hello", "secret").statusCode()).isEqualTo(404);
        HttpRequest.Builder get = request("/other", "secret").GET();
        assertThat(http.send(get.build(), HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("\"other\"");
    }

    @Test
    void endsTheWorkWhenTheClientGoesAway() throws Exception {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            String head = "POST /things/a/echo HTTP/1.1\r\nHost: " + authority()
                    + "\r\nx-api-key: secret\r\nContent-Length: 10\r\n\r\nhalf";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            await().until(() -> underWay.get() == 1);
            socket.shutdownOutput();
            try (InputStream in = socket.getInputStream()) {
                assertThat(new String(in.readAllBytes(), UTF_8)).doesNotContain("200 OK");
            }
        }
        await().until(() -> underWay.get() == 0);
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        HttpRequest request = request(path, key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://" + authority() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-api-key", key);
    }

    private String authority() {
        return server.bound().host() + ":" + server.bound().port();
    }
}
