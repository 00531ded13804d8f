package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@Tag("V43")
class ConnectionLimiterTest {

    private static final int MOST = 8;

    private final CompletableFuture<byte[]> slow = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(
                HttpServerConfig.at(BindAddress.of("127.231.1.11", 0)).withMostConnections(MOST));
        server.serve(ApiKey.NONE, routes -> {
            routes.get("/fine").handleFast((head, body) -> CompletableFuture.completedFuture("1".getBytes(UTF_8)));
            routes.get("/slow").handleFast((head, body) -> {
                waiting.incrementAndGet();
                return slow;
            });
            routes.post("/open").open().handleFast((head, body) -> CompletableFuture.completedFuture(body));
        });
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(server.bound().address(), server.bound().port());
        sockets.add(socket);
        return socket;
    }

    private void send(Socket socket, String method, String path, String rest) throws IOException {
        socket.getOutputStream()
                .write((method + " " + path + " HTTP/1.1\r\nHost: "
                                + server.bound().host() + ":" + server.bound().port() + "\r\n" + rest)
                        .getBytes(UTF_8));
    }

    private String get(Socket socket, String path) throws IOException {
        send(socket, "GET", path, "\r\n");
        byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return new String(begin, UTF_8);
    }

    @Test
    void thousandsOfIdleConnectionsKeepNobodyOutAndTakeNoMoreThanTheLimit() throws IOException {
        for (int i = 0; i < 500; i++) {
            Socket socket = connect();
            if (i % 2 == 0) {
                send(socket, "GET", "/fine", "X-Never-Ends: ");
            }
        }
        await().until(() -> get(connect(), "/fine").equals("HTTP/1.1 200"));
        assertThat(server.connections()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void closesTheIdlestAndNotThatOfARequestInProgress() throws IOException {
        Socket busy = connect();
        send(busy, "GET", "/slow", "\r\n");
        await().untilAtomic(waiting, value -> assertThat(value).isEqualTo(1));
        Socket first = connect();
        assertThat(get(first, "/fine")).isEqualTo("HTTP/1.1 200");
        for (int i = 0; i < MOST; i++) {
            assertThat(get(connect(), "/fine")).isEqualTo("HTTP/1.1 200");
        }
        first.getInputStream().readAllBytes(); // it ends
        slow.complete("1".getBytes(UTF_8));
        assertThat(new String(busy.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void whenAllAreAtWorkTheNewOneIsClosed() throws IOException {
        for (int i = 1; i <= MOST; i++) {
            int count = i;
            send(connect(), "GET", "/slow", "\r\n");
            await().untilAtomic(waiting, value -> assertThat(value).isEqualTo(count));
        }
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        slow.complete("1".getBytes(UTF_8));
        for (Socket socket : sockets.subList(0, MOST)) {
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 200");
        }
        assertThat(get(connect(), "/fine")).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void bodiesWithoutAKeyAreSmall() throws IOException {
        Socket socket = connect();
        send(socket, "POST", "/open", "Content-Length: 20000\r\nConnection: close\r\n\r\n" + "x".repeat(20_000));
        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @CsvSource({"256, 64", "1024, 256", "4096, 1024", "1048576, 4096", "20, 8", "9223372036854775807, 4096"})
    void aQuarterOfTheDescriptorsIsForConnections(long descriptors, int connections) {
        assertThat(DescriptorLimit.connectionsPerPort(descriptors)).isEqualTo(connections);
    }

    @ParameterizedTest
    @CsvSource({"256, 16", "1024, 64", "1048576, 4096", "20, 8"})
    void aSixteenthIsWhereTheProcessItselfNeedsThem(long descriptors, int connections) {
        assertThat(DescriptorLimit.fewConnections(descriptors)).isEqualTo(connections);
    }

    @Test
    void readsTheSoftLimit() {
        assertThat(DescriptorLimit.soft("Max open files            1024                 4096                 files"))
                .isEqualTo(1024);
        assertThat(DescriptorLimit.soft("Max open files            unlimited            unlimited            files"))
                .isEqualTo(Long.MAX_VALUE);
    }
}
