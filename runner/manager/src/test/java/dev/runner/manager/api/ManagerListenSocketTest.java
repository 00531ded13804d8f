package dev.runner.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.manager.testing.RecordingManagerOperations;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R10")
@Timeout(30)
class ManagerListenSocketTest {
    private static final String ADDRESS = "127.231.254.2";

    @Test
    void whoConnectsBeforeThereIsAServerIsAnswered() throws Exception {
        ManagerListenSocket port = ManagerListenSocket.open(ADDRESS, 0);
        try (Socket early = new Socket(ADDRESS, port.number())) {
            early.getOutputStream()
                    .write(("GET /api/v1/status HTTP/1.1\r\nHost: " + ADDRESS + ":" + port.number()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            port.awaitConnection();

            try (ManagerServer server = ManagerServer.start(new RecordingManagerOperations(), "token", port)) {
                assertThat(server.url()).isEqualTo("http://" + ADDRESS + ":" + port.number());
                assertThat(new String(early.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 401");
            }
        }
    }

    @Test
    void serveNowIsNotLostWhenItComesFirst() throws IOException {
        try (ManagerListenSocket port = ManagerListenSocket.open(ADDRESS, 0)) {
            port.serveNow();
            port.awaitConnection();
            assertThat(port.number()).isPositive();
        }
    }

    @Test
    void saysWhichPortCannotBeHad() throws IOException {
        try (ManagerListenSocket port = ManagerListenSocket.open(ADDRESS, 0)) {
            assertThatThrownBy(() -> ManagerListenSocket.open(ADDRESS, port.number()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(ADDRESS + ":" + port.number() + " cannot be used for the manager's API");
        }
    }
}
