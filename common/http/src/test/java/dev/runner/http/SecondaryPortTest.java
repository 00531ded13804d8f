package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("V27")
@Timeout(20)
class SecondaryPortTest {

    private static final BindAddress WANTED = BindAddress.of("127.231.1.4", 0);

    private HttpServer server;
    private BindAddress side;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(HttpServerConfig.at(WANTED)
                .withSecondaryPort(new SecondaryPort(0, "--exchange-port", Set.of("/exchange"))));
        server.serve(ApiKey.of("secret"), routes -> {
            HealthRoutes.addTo(routes, HealthRoutes.ALWAYS_READY);
            routes.get("/exchange").open().handle(context -> context.status(204));
        });
        side = Objects.requireNonNull(server.secondaryPort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private ServiceResponse get(BindAddress address, String path, Map<String, String> headers) throws IOException {
        return server.client().get(URI.create(address.url() + path), headers, Duration.ofSeconds(60));
    }

    @Test
    void answersItsPathsAndNoOthers() throws IOException {
        assertThat(get(side, "/exchange", Map.of()).status()).isEqualTo(204);
        assertThat(get(side, "/health", Map.of()).status()).isEqualTo(404);
        assertThat(get(side, "/nothing", Map.of()).status()).isEqualTo(404);
        assertThat(get(server.bound(), "/exchange", Map.of()).status()).isEqualTo(204);
        assertThat(get(server.bound(), "/health", Map.of()).status()).isEqualTo(200);
    }

    @Test
    @Tag("V5")
    void refusesWebPagesThereToo() throws IOException {
        assertThat(get(side, "/exchange", Map.of("Origin", "http://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(get(side, "/exchange", Map.of("Origin", server.bound().url()))
                        .status())
                .isEqualTo(403);
        assertThat(get(side, "/exchange", Map.of("Origin", side.url())).status())
                .isEqualTo(204);
    }

    @Test
    void stopsAcceptingAtBothPorts() {
        server.stopAccepting();

        for (BindAddress port : new BindAddress[] {side, server.bound()}) {
            await().untilAsserted(() -> assertThatThrownBy(() -> new Socket(port.address(), port.port()).close())
                    .isInstanceOf(ConnectException.class));
        }
    }

    @Test
    void namesTheRemedyWhenItsPortIsTakenAndLeavesTheOtherFree() throws IOException {
        int free;
        try (var socket = new java.net.ServerSocket(0, 1, WANTED.address())) {
            free = socket.getLocalPort();
        }
        BindAddress main = WANTED.withPort(free);

        assertThatThrownBy(() -> HttpServer.open(HttpServerConfig.at(main)
                        .withSecondaryPort(new SecondaryPort(side.port(), "--exchange-port", Set.of("/exchange")))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(side.host() + ":" + side.port())
                .hasMessageContaining("--exchange-port");
        HttpServer.open(main).stop();
    }
}
