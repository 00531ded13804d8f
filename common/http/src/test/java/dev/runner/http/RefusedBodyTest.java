package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send their whole body before they read anything. */
@Timeout(30)
@Tag("V43")
class RefusedBodyTest {

    private static final int LARGE = 8 * Route.BODY_BYTES;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.231.1.9", 0));
        server.serve(
                ApiKey.NONE,
                routes -> routes.post("/api/take").handle(context -> {
                    HttpBodies.bytes(context);
                    HttpBodies.answer(context, 200, new Status("ok"));
                }));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Socket connect() throws IOException {
        return new Socket(server.bound().address(), server.bound().port());
    }

    private void head(OutputStream out, String... headers) throws IOException {
        String own = server.bound().host() + ":" + server.bound().port();
        String head = "POST /api/take HTTP/1.1\r\nHost: " + own + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        out.write(head.getBytes(UTF_8));
        out.flush();
    }

    /** The answer's head and body, where the connection stays open. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        int next = in.read();
        while (next >= 0) {
            answer.append((char) next);
            if (next == '}') {
                break;
            }
            next = in.read();
        }
        return answer.toString();
    }

    @Test
    void aClientThatSendsItAllSeesTheRefusalAndGoesOnWithItsConnection() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 2; i++) {
                head(socket.getOutputStream(), "Content-Length: " + LARGE);
                socket.getOutputStream().write(new byte[LARGE]);
                assertThat(answer(socket.getInputStream()))
                        .startsWith("HTTP/1.1 413 ")
                        .contains("body_too_large");
            }
            head(socket.getOutputStream(), "Content-Length: 2");
            socket.getOutputStream().write("{}".getBytes(UTF_8));
            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void soDoesOneThatDoesNotSayHowMuchItSends() throws IOException {
        try (Socket socket = connect()) {
            head(socket.getOutputStream(), "Transfer-Encoding: chunked");
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            for (int sent = 0; sent < LARGE; sent += 0x8000) {
                out.write("8000\r\n".getBytes(UTF_8));
                out.write(new byte[0x8000]);
                out.write("\r\n".getBytes(UTF_8));
            }
            out.write("0\r\n\r\n".getBytes(UTF_8));
            out.flush();
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body_too_large");
        }
    }

    @Test
    void oneThatAsksFirstIsNotToldToSend() throws IOException {
        try (Socket socket = connect()) {
            head(socket.getOutputStream(), "Content-Length: " + LARGE, "Expect: 100-continue");
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body_too_large");
        }
    }

    @Test
    void oneThatStallsIsNotWaitedForLong() throws IOException {
        assertThat(HttpServer.IDLE).as("this test's time is over before").isGreaterThan(Duration.ofSeconds(30));
        try (Socket socket = connect()) {
            head(socket.getOutputStream(), "Content-Length: " + LARGE);
            assertThat(answer(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body_too_large");
        }
    }
}
