package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyReaderTest {

    @Test
    void aBodyThatStallsIsAnswered408AtItsDeadline() throws IOException {
        HttpServer server = HttpServer.open(
                HttpServerConfig.at(BindAddress.of("127.232.253.2", 0)).withBodyTimeout(Duration.ofMillis(300)));
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            server.serve(
                    ApiKey.NONE,
                    routes -> routes.post("/take").handle(context -> HttpBodies.answer(context, 200, "taken")));
            socket.getOutputStream()
                    .write(("POST /take HTTP/1.1\r\nHost: " + server.bound().host() + ":"
                                    + server.bound().port() + "\r\nContent-Length: 10\r\n\r\nhalf")
                            .getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("Connection: close")
                    .endsWith("\"code\":\"request_timeout\"}");
        } finally {
            server.stop();
        }
    }
}
