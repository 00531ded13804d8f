package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("V44")
@Timeout(20)
class SseConnectionTest {

    private final List<SseConnection> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("keep-alive", true);
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
        SseConnections lively = new SseConnections(scheduler, Duration.ofMillis(20));
        server = HttpServer.open(BindAddress.of("127.231.1.5", 0));
        server.serve(ApiKey.NONE, routes -> {
            routes.get("/logs").handle(context -> server.streams().open(context, this::opened));
            routes.get("/lively").handle(context -> lively.open(context, this::opened));
            routes.get("/wrong").handle(context -> {
                throw new ApiException(404, "pipeline_not_found", "no");
            });
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        scheduler.stop();
    }

    private void opened(SseConnection stream) {
        stream.onEnd(ended::incrementAndGet);
        opened.add(stream);
    }

    private Socket read(String path) throws IOException {
        Socket socket = new Socket(server.bound().address(), server.bound().port());
        socket.setReceiveBufferSize(4096);
        String host = server.bound().host() + ":" + server.bound().port();
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    private SseConnection stream() {
        return await().until(() -> opened.isEmpty() ? null : opened.get(0), stream -> stream != null);
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    @Test
    void aReaderGetsEveryEventInOrderAndTheEnd() throws IOException {
        try (Socket reader = read("/logs")) {
            SseConnection stream = stream();
            for (int i = 0; i < 1000; i++) {
                assertThat(stream.send("output", Map.of("n", i))).isTrue();
            }
            stream.close();

            BufferedReader lines = lines(reader);
            int expected = 0;
            for (String line = lines.readLine(); !"0".equals(line); line = lines.readLine()) {
                assertThat(line).as("the stream ends with an empty chunk").isNotNull();
                if (line.startsWith("data: ")) {
                    assertThat(line).isEqualTo("data: {\"n\":" + expected++ + "}");
                }
            }
            assertThat(expected).isEqualTo(1000);
            assertThat(stream.send("output", Map.of())).isFalse();
            assertThat(ended).hasValue(1);
        }
    }

    @Test
    void aReaderThatDoesNotReadLosesItsConnectionAndTheSenderNeverWaits() throws IOException {
        try (Socket reader = read("/logs")) {
            SseConnection stream = stream();
            String text = "x".repeat(10_000);
            int sent = 0;
            while (stream.send("output", Map.of("text", text))) {
                sent++;
            }

            assertThat(sent).isBetween(100, 5_000);
            assertThat(stream.isOpen()).isFalse();
            await().untilAsserted(() -> assertThat(ended).hasValue(1));
            assertThat(reader.isClosed()).isFalse(); // it was not the reader who ended it
        }
    }

    @Test
    void showsThatItLivesAndSeesThatTheReaderHasGone() throws IOException {
        try (Socket reader = read("/lively")) {
            BufferedReader lines = lines(reader);
            assertThat(lines.lines().filter(":"::equals).limit(3)).hasSize(3);
        }
        await().untilAsserted(() -> assertThat(ended).hasValue(1));
    }

    @Test
    void endsWithTheServer() throws IOException {
        try (Socket reader = read("/logs")) {
            stream().send("state", Map.of("state", "running"));
            server.stop();

            assertThat(lines(reader).lines()).contains("event: state", "data: {\"state\":\"running\"}", "0");
        }
    }

    @Test
    void manyReadersHoldNoThreads() throws IOException {
        List<Socket> readers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 40; i++) {
            readers.add(read("/logs"));
        }
        await().untilAsserted(() -> assertThat(opened).hasSize(40));

        assertThat(server.client()
                        .get(java.net.URI.create(server.bound().url() + "/wrong"), Map.of(), Duration.ofSeconds(60))
                        .code())
                .isEqualTo("pipeline_not_found");
        for (Socket reader : readers) {
            reader.close();
        }
    }
}
