package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests to routes with each kind of handler: no client can tell which it has. */
@Timeout(30)
class RequestDispatcherTest {

    private static final int LIMIT = 100_000;
    private static final int MORE_THAN_THERE_ARE_THREADS = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger handled = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.232.253.1", 0));
        server.serve(ApiKey.of("secret"), this::routes);
    }

    private void routes(Routes routes) {
        for (String kind : List.of("fast", "servlet")) {
            echo(kind, routes.post("/" + kind + "/{id}/echo").limit(LIMIT));
            echo(kind, routes.post("/" + kind + "/open").open().answers(201));
            echo(kind, routes.post("/" + kind + "/own").access(RequestDispatcherTest::requireOwnKey));
        }
        routes.get("/fast/{id}").handle(context -> HttpBodies.answer(context, 200, context.pathParam("id")));
        routes.get("/known/{id}").handle(context -> HttpBodies.answer(context, 200, known(context.pathParam("id"))));
        routes.get("/fast-known/{id}")
                .handleFast((head, body) -> CompletableFuture.completedFuture(
                        known(head.parameter("id")).getBytes(UTF_8)));
        routes.get("/stream").answers(200, String.class, Route.EVENT_STREAM).handle(context -> {
            throw new IllegalStateException("a stream has no end, and so no head of its own");
        });
    }

    private static String known(String id) {
        if (id.equals("nope")) {
            throw new ApiException(404, "not_found", "there is no " + id);
        }
        return id;
    }

    private static void requireOwnKey(RequestHead head) {
        if (!"mine".equals(head.header("x-own-key"))) {
            throw new ApiException(401, "unauthorized", "x-own-key is wrong");
        }
    }

    private void echo(String kind, Route route) {
        boolean hasId = route.path().contains("{id}");
        if (kind.equals("fast")) {
            route.handleFast((head, body) -> {
                handled.incrementAndGet();
                String text = new String(body, UTF_8);
                return switch (text) {
                    case "refuse" -> throw ApiException.badRequest("not so");
                    case "later" -> CompletableFuture.failedFuture(new ApiException(503, "late", "not now"));
                    case "mistake" -> throw new IllegalStateException("a mistake");
                    default ->
                        CompletableFuture.supplyAsync(() -> echo(hasId ? head.parameter("id") : head.peer(), text));
                };
            });
        } else {
            route.handle(context -> {
                handled.incrementAndGet();
                String text = new String(HttpBodies.bytes(context), UTF_8);
                switch (text) {
                    case "refuse" -> throw ApiException.badRequest("not so");
                    case "later" -> throw new ApiException(503, "late", "not now");
                    case "mistake" -> throw new IllegalStateException("a mistake");
                    default ->
                        HttpBodies.answerBytes(
                                context,
                                route.successStatus(),
                                echo(hasId ? context.pathParam("id") : context.ip(), text));
                }
            });
        }
    }

    private static boolean isClosedWithoutAnAnswer(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] echo(String id, String text) {
        return ("\"" + id + " " + text + "\"").getBytes(UTF_8);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void answersAPlainRequest(String kind) throws Exception {
        HttpResponse<String> answer = post("/" + kind + "/a-1/echo", "hello", "secret");
        assertThat(answer.body()).isEqualTo("\"a-1 hello\"");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(post("/" + kind + "/a/echo", "", "secret").body()).isEqualTo("\"a \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void decodesParametersAndIgnoresASlashAtTheEnd(String kind) throws Exception {
        assertThat(post("/" + kind + "/a%20b%230+c/echo/", "hello", "secret").body())
                .isEqualTo("\"a b#0+c hello\"");
        assertThat(post("/" + kind + "/a/echo?x=1", "hello", "secret").body()).isEqualTo("\"a hello\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void readsAnyBodyWithinTheLimit(String kind) throws Exception {
        String body = "x".repeat(LIMIT);
        assertThat(post("/" + kind + "/a/echo", body, "secret").body()).isEqualTo("\"a " + body + "\"");
        HttpRequest chunked = request("/" + kind + "/a/echo", "secret")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build();
        assertThat(http.send(chunked, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("\"a " + body + "\"");
        HttpRequest asksFirst = request("/" + kind + "/a/echo", "secret")
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(asksFirst, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("\"a " + body + "\"");
        await().until(() -> server.bodyBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void refusesABodyThatIsTooLargeHoweverItComes(String kind) throws Exception {
        String body = "x".repeat(LIMIT + 1);
        String refusal = "{\"error\":\"the body is larger than " + LIMIT
                + " bytes; send less at once\",\"code\":\"body_too_large\"}";
        assertThat(post("/" + kind + "/a/echo", body, "secret"))
                .returns(413, HttpResponse::statusCode)
                .returns(refusal, HttpResponse::body);
        HttpRequest chunked = request("/" + kind + "/a/echo", "secret")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build();
        assertThat(http.send(chunked, HttpResponse.BodyHandlers.ofString()))
                .returns(413, HttpResponse::statusCode)
                .returns(refusal, HttpResponse::body);
        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /fast/a/echo, 405, method_not_allowed",
        "GET, /servlet/a/echo, 405, method_not_allowed",
        "OPTIONS, /fast/open, 405, method_not_allowed",
        "OPTIONS, /servlet/open, 405, method_not_allowed",
        "HEAD, /fast/a/echo, 405, ''",
        "HEAD, /servlet/a/echo, 405, ''",
        "POST, /fast/echo, 405, method_not_allowed",
        "POST, /servlet/echo, 404, not_found",
        "GET, /fast/open, 200, ''",
    })
    void otherMethodsAndPathsAreAnsweredTheSameWay(String method, String path, int status, String code)
            throws IOException {
        String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: " + authority()
                + "\r\nx-api-key: secret\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("Content-Type: application/json");
        if (code.isEmpty()) {
            assertThat(answer).doesNotContain("\"code\"");
        } else {
            assertThat(answer)
                    .endsWith("{\"error\":\"" + reason(status) + ": " + method + " " + path + "\",\"code\":\"" + code
                            + "\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/known/a, 200",
        "/known/nope, 404",
        "/fast-known/a, 200",
        "/fast-known/nope, 404",
        "/none, 404",
        "/stream, 405"
    })
    void headHasTheStatusAndTheHeadersOfGetAndNoBody(String path, int status) throws IOException {
        String rest = " HTTP/1.1\r\nHost: " + authority() + "\r\nx-api-key: secret\r\nConnection: close\r\n\r\n";

        String head = raw("HEAD " + path + rest);

        assertThat(head).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n");
        if (status == 200) {
            String get = raw("GET " + path + rest);
            assertThat(get.substring(0, get.indexOf("\r\n\r\n") + 4).replaceFirst("Date: .*", ""))
                    .isEqualTo(head.replaceFirst("Date: .*", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void refusesABodyThatIsNotUtf8(String kind) throws Exception {
        byte[] overlong = {'"', 'a', (byte) 0xC0, (byte) 0xAF, '"'};
        HttpRequest request = request("/" + kind + "/a/echo", "secret")
                .POST(HttpRequest.BodyPublishers.ofByteArray(overlong))
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()))
                .returns(400, HttpResponse::statusCode)
                .returns(
                        "{\"error\":\"the body is not UTF-8 at byte 2\",\"code\":\"bad_request\"}", HttpResponse::body);
        assertThat(handled).hasValue(0);
    }

    private static String reason(int status) {
        return status == 405 ? "Method Not Allowed" : "Not Found";
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void asksForTheKeyOfTheServerOrOfTheRouteBeforeItReadsABody(String kind) throws Exception {
        assertThat(post("/" + kind + "/a/echo", "hello", "wrong"))
                .returns(401, HttpResponse::statusCode)
                .returns(
                        "{\"error\":\"the header x-api-key is missing or wrong\",\"code\":\"unauthorized\"}",
                        HttpResponse::body);
        assertThat(post("/" + kind + "/open", "hello", "wrong"))
                .returns(201, HttpResponse::statusCode)
                .returns("\"127.0.0.1 hello\"", HttpResponse::body);
        assertThat(post("/" + kind + "/own", "hello", "secret").statusCode()).isEqualTo(401);
        String asksFirst = raw("POST /" + kind + "/own HTTP/1.1\r\nHost: " + authority()
                + "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        assertThat(asksFirst).startsWith("HTTP/1.1 401");
        String known = raw("POST /" + kind + "/own HTTP/1.1\r\nHost: " + authority()
                + "\r\nx-own-key: mine\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(known).startsWith("HTTP/1.1 200").endsWith("\"127.0.0.1 hello\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void refusesWebPagesFirst(String kind) throws Exception {
        String foreign = raw("POST /" + kind + "/open HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                + "Content-Length: 5\r\n\r\nhello");
        assertThat(foreign).startsWith("HTTP/1.1 403").contains("\"code\":\"foreign_origin\"");
        HttpRequest page = request("/" + kind + "/a/echo", "wrong")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        assertThat(http.send(page, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(handled).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void tellsRefusalsAndMistakes(String kind) throws Exception {
        assertThat(post("/" + kind + "/a/echo", "refuse", "secret"))
                .returns(400, HttpResponse::statusCode)
                .returns("{\"error\":\"not so\",\"code\":\"bad_request\"}", HttpResponse::body);
        assertThat(post("/" + kind + "/a/echo", "later", "secret"))
                .returns(503, HttpResponse::statusCode)
                .returns("{\"error\":\"not now\",\"code\":\"late\"}", HttpResponse::body);
        assertThat(post("/" + kind + "/a/echo", "mistake", "secret").statusCode())
                .isEqualTo(500);
        await().until(() -> server.bodyBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void slowBodiesHoldNoThread(String kind) throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THERE_ARE_THREADS; i++) {
                Socket socket =
                        new Socket(server.bound().address(), server.bound().port());
                slow.add(socket);
                send(
                        socket,
                        "POST /" + kind + "/a/echo HTTP/1.1\r\nHost: " + authority()
                                + "\r\nx-api-key: secret\r\nContent-Length: 5\r\n\r\nhel");
            }
            assertThat(post("/servlet/a/echo", "hello", "secret").statusCode()).isEqualTo(200);
            for (Socket socket : slow) {
                send(socket, "lo");
                assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                        .isEqualTo("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void slowBodiesOfCallersWithoutAKeyAreFewAndKeepOutNobodyWhoSendsAtOnce() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THERE_ARE_THREADS; i++) {
                Socket socket =
                        new Socket(server.bound().address(), server.bound().port());
                slow.add(socket);
                send(socket, "POST /fast/open HTTP/1.1\r\nHost: " + authority() + "\r\nContent-Length: 5\r\n\r\nhel");
            }
            assertThat(post("/fast/open", "hello", "").statusCode()).isEqualTo(201);
            // Those that are waited for have an answer in the end. Which is the oldest is the server's to say.
            assertThat(slow.stream().filter(RequestDispatcherTest::isClosedWithoutAnAnswer))
                    .hasSize(MORE_THAN_THERE_ARE_THREADS - 32);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void anAnnouncedBodyTakesNoMemoryBeforeItComes(String kind) throws Exception {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            send(
                    socket,
                    "POST /" + kind + "/a/echo HTTP/1.1\r\nHost: " + authority()
                            + "\r\nx-api-key: secret\r\nContent-Length: " + LIMIT + "\r\n\r\n{");
            await().until(() -> server.bodyBytes() > 0);
            assertThat(server.bodyBytes()).isLessThanOrEqualTo(2 * (16 << 10));
        }
        await().until(() -> server.bodyBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "servlet"})
    void aClientThatGoesAwayInTheMiddleLeavesNothingBehind(String kind) throws Exception {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            send(
                    socket,
                    "POST /" + kind + "/a/echo HTTP/1.1\r\nHost: " + authority()
                            + "\r\nx-api-key: secret\r\nContent-Length: 10\r\n\r\nhalf");
            await().until(() -> server.bodyBytes() > 0);
            socket.shutdownOutput();
            try (InputStream in = socket.getInputStream()) {
                assertThat(new String(in.readAllBytes(), UTF_8)).doesNotContain("200 OK");
            }
        }
        await().until(() -> server.bodyBytes() == 0);
        assertThat(handled).hasValue(0);
    }

    @Test
    void severalRequestsOfOneConnectionMayGoToBothKinds() throws IOException {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            for (String kind : List.of("fast", "servlet", "fast", "servlet")) {
                send(
                        socket,
                        "POST /" + kind + "/open HTTP/1.1\r\nHost: " + authority()
                                + "\r\nContent-Length: 5\r\n\r\nhello");
                StringBuilder answer = new StringBuilder();
                while (!answer.toString().endsWith("hello\"")) {
                    answer.append((char) socket.getInputStream().read());
                }
                assertThat(answer).startsWith("HTTP/1.1 201");
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
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
