package dev.runner.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.manager.testing.RecordingManagerOperations;
import dev.runner.util.StateOrigin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R10")
class ManagerServerTest {
    private static final String ADDRESS = "127.231.254.1";
    private static final String TOKEN = ApiToken.create(new SecureRandom());
    private static final RecordingManagerOperations OPERATIONS = new RecordingManagerOperations();
    private static ManagerServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ManagerServer.start(OPERATIONS, TOKEN, ManagerListenSocket.open(ADDRESS, 0));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersTheStatus() throws ManagerUnreachableException {
        assertThat(client(TOKEN).status()).isEqualTo(OPERATIONS.status());
    }

    @Test
    void doesWhatIsAskedOfAMember() throws ManagerUnreachableException {
        for (String operation : new String[] {"stop", "start", "restart", "kill"}) {
            MemberView view = client(TOKEN).operate(operation, "worker-0", Duration.ofSeconds(60));

            assertThat(view.name()).isEqualTo("worker-0");
            assertThat(OPERATIONS.calls).last().isEqualTo(operation + " worker-0");
        }
    }

    @Test
    void answersWhileMoreOperationsAreInProgressThanItHasThreads() throws Exception {
        OPERATIONS.done = new CompletableFuture<>();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest stop = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/members/worker-0/stop"))
                .header("Authorization", bearer(TOKEN))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        List<CompletableFuture<HttpResponse<String>>> stops = IntStream.range(0, 60)
                .mapToObj(i -> http.sendAsync(stop, HttpResponse.BodyHandlers.ofString()))
                .toList();
        await().until(() -> Collections.frequency(OPERATIONS.calls, "stop worker-0") >= 60);

        assertThat(client(TOKEN).status()).isEqualTo(OPERATIONS.status());
        assertThat(stops).noneMatch(CompletableFuture::isDone);

        OPERATIONS.done.complete(null);
        for (CompletableFuture<HttpResponse<String>> answer : stops) {
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shutsDown() throws ManagerUnreachableException {
        client(TOKEN).shutdown(Duration.ofSeconds(60));

        assertThat(OPERATIONS.calls).last().isEqualTo("shutdown");
    }

    @Test
    void saysThatThereIsNoSuchMember() {
        assertThatThrownBy(() -> client(TOKEN).operate("stop", "worker-9", Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(
                        ManagerErrorException.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessage("no member worker-9");
    }

    @Test
    void neverShowsAStackTrace() throws IOException {
        String answer = request("POST /api/v1/members/broken/stop", authority(), "Authorization: " + bearer(TOKEN));

        assertThat(answer).startsWith("HTTP/1.1 500").contains("internal_error").doesNotContain("\tat ", "dev.runner");
    }

    @Test
    void refusesAWrongTokenAndNone() throws IOException {
        assertThatThrownBy(() -> client("0".repeat(64)).status()).isInstanceOf(ManagerUnreachableException.class);
        assertThatThrownBy(() -> client("0".repeat(64)).shutdown(Duration.ofSeconds(60)))
                .isInstanceOf(ManagerUnreachableException.class)
                .hasMessage("what answers at " + server.url() + " is not the manager of 'default' (pid 1):"
                        + " it does not accept the token in its manager.json");
        assertThat(request("GET /api/v1/status", authority(), "X-None: 1")).startsWith("HTTP/1.1 401");
        assertThat(request("GET /nowhere", authority(), "X-None: 1")).startsWith("HTTP/1.1 401");
        assertThat(request("DELETE /api/v1/status", authority(), "X-None: 1")).startsWith("HTTP/1.1 401");
    }

    @Test
    void refusesForeignHostsAndOriginsBeforeItLooksAtTheToken() throws IOException {
        String right = "Authorization: " + bearer(TOKEN);

        assertThat(request("GET /api/v1/status", "evil.example", right)).startsWith("HTTP/1.1 403");
        assertThat(request("GET /api/v1/status", ADDRESS + ":1", right)).startsWith("HTTP/1.1 403");
        assertThat(request("GET /api/v1/status", authority(), "Origin: http://evil.example\r\n" + right))
                .startsWith("HTTP/1.1 403");
        assertThat(request("GET /api/v1/status", "evil.example", "X-None: 1")).contains("foreign_request");
        assertThat(request("GET /api/v1/status", authority(), "Origin: " + server.url() + "\r\n" + right))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void answersUnknownPathsAsJson() throws IOException {
        assertThat(request("GET /nowhere", authority(), "Authorization: " + bearer(TOKEN)))
                .startsWith("HTTP/1.1 404")
                .contains("\"code\":\"not_found\"");
    }

    @Test
    void listensOnItsOwnAddressOnly() {
        int port = URI.create(server.url()).getPort();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
    }

    @Test
    void clientSaysWhoDoesNotAnswer() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(ADDRESS, 0));
            unused = socket.getLocalPort();
        }
        ManagerFile file = file("http://" + ADDRESS + ":" + unused, TOKEN);

        assertThatThrownBy(() -> new ManagerClient(file).status())
                .isInstanceOf(ManagerUnreachableException.class)
                .hasMessageContaining("the manager of 'default' (pid 1) does not answer at http://" + ADDRESS);
    }

    /** A second connection could be one to whoever has taken the address meanwhile. */
    @Test
    void asksOnceWhereTheConnectionEndsWithoutAResponse() throws Exception {
        FutureTask<Integer> requests;
        try (ServerSocket socket = listener()) {
            requests = new FutureTask<>(() -> answerEach(socket, ""));
            new Thread(requests, "hangs up").start();
            ManagerClient client = new ManagerClient(file(url(socket), TOKEN));

            assertThatThrownBy(() -> client.add(1, Duration.ofSeconds(60)))
                    .isInstanceOf(ManagerUnreachableException.class)
                    .hasMessageContaining("does not answer");
            assertThatThrownBy(() -> client.exec("worker-0"))
                    .isInstanceOf(ManagerUnreachableException.class)
                    .hasMessageContaining("does not answer");
        }
        assertThat(requests.get()).isEqualTo(2);
    }

    @Test
    void doesNotEvenConnectToTheAddressOfADeadManager() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        FutureTask<Integer> requests;
        try (ServerSocket socket = listener()) {
            requests = new FutureTask<>(() -> answerEach(socket, "HTTP/1.0 200 OK\r\n\r\n{}"));
            new Thread(requests, "stranger").start();
            ManagerFile file = new ManagerFile(
                    "default",
                    new ProcessIdentity(ended.pid(), Instant.now()),
                    url(socket),
                    TOKEN,
                    null,
                    null,
                    "r",
                    231,
                    new StateOrigin("", ""),
                    "/p",
                    "up");

            assertThatThrownBy(() -> new ManagerClient(file).exec("worker-0"))
                    .isInstanceOf(ManagerUnreachableException.class)
                    .hasMessage("the manager of 'default' (pid " + ended.pid() + ") died");
        }
        assertThat(requests.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>hello</html>",
                "HTTP/1.1 200 OK\r\n\r\n{\"status\":\"UP\"}",
                "HTTP/1.1 404 Not Found\r\n\r\n<html>no such page</html>",
                "HTTP/1.1 401 Unauthorized\r\n\r\n{\"error\":\"no\",\"code\":\"unauthorized\"}",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            })
    void saysThatWhatAnswersIsNoManager(String answer) throws Exception {
        FutureTask<Integer> requests;
        try (ServerSocket socket = listener()) {
            requests = new FutureTask<>(() -> answerEach(socket, answer));
            new Thread(requests, "another program").start();

            assertThatThrownBy(() -> new ManagerClient(file(url(socket), TOKEN)).status())
                    .isInstanceOf(ManagerUnreachableException.class)
                    .hasMessageStartingWith(
                            "what answers at " + url(socket) + " is not the manager of 'default' (pid 1): ");
        }
        assertThat(requests.get()).isEqualTo(1);
    }

    private static ServerSocket listener() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(ADDRESS, 0));
        return socket;
    }

    private static String url(ServerSocket socket) {
        return "http://" + ADDRESS + ":" + socket.getLocalPort();
    }

    /** Reads a request from each connection, and answers, until the socket is closed; returns how many there were. */
    private static int answerEach(ServerSocket socket, String answer) throws IOException {
        for (int requests = 0; ; requests++) {
            try (Socket connection = acceptUntilClosed(socket)) {
                if (connection == null) {
                    return requests;
                }
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(reader.readLine()).matches("(GET|POST) /api/v1/\\S+ HTTP/1.0");
                assertThat(reader.lines().takeWhile(header -> !header.isEmpty()))
                        .contains("Content-Length: 0");
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static @Nullable Socket acceptUntilClosed(ServerSocket socket) throws IOException {
        try {
            return socket.accept();
        } catch (SocketException e) {
            if (socket.isClosed()) {
                return null;
            }
            throw e;
        }
    }

    private static ManagerClient client(String token) {
        return new ManagerClient(file(server.url(), token));
    }

    private static ManagerFile file(String api, String token) {
        return new ManagerFile(
                "default",
                new ProcessIdentity(1, Instant.EPOCH),
                api,
                token,
                null,
                null,
                "r",
                231,
                new StateOrigin("", ""),
                "/p",
                "up");
    }

    private static String authority() {
        return server.url().substring("http://".length());
    }

    private static String bearer(String token) {
        return ApiToken.header(token);
    }

    /** By hand, because Java's clients do not let a program choose the Host header. */
    private static String request(String line, String host, String headers) throws IOException {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.join("\n", reader.lines().toList());
        }
    }
}
