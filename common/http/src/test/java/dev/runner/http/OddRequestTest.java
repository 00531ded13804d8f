package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.http.json.JsonRecords;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any route sees it has a body like every other error: JSON, with a code and what is wrong. */
@Timeout(30)
@Tag("V43")
class OddRequestTest {

    private HttpServer server;
    private String host;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.231.1.10", 0));
        host = server.bound().host() + ":" + server.bound().port();
        server.serve(ApiKey.NONE, routes -> {
            routes.get("/fine").handle(context -> HttpBodies.answer(context, 200, new Status("ok")));
            routes.post("/take").handle(context -> HttpBodies.answer(context, 200, new Status("ok")));
        });
        server.prepare();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** The whole response, up to the end of the connection. */
    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(server.bound().address(), server.bound().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private void assertRefused(String request, int status, String code) throws IOException {
        String response = exchange(request);
        assertThat(response).startsWith("HTTP/1.1 " + status + " ").contains("Content-Type: application/json");
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        @SuppressWarnings("unchecked")
        Map<String, Object> error = (Map<String, Object>) JsonRecords.read(body.getBytes(UTF_8), Object.class);
        assertThat(error).as(body).containsEntry("code", code);
        assertThat(String.valueOf(error.get("error"))).doesNotContain("Exception", "\n", "jetty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /fine HTTP/1.1~~                                                | 400 | bad_request
            GET /fine HTTP/1.1~Host: HOST~Host: HOST~~                          | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Content-Length: 1~Content-Length: 2~~ab | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Content-Length: x~~                  | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Content-Length: -1~~                 | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Content-Length: 99999999999999999999~~ | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Content-Length: 1~Transfer-Encoding: chunked~~ | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Transfer-Encoding: gzip~~            | 400 | bad_request
            POST /take HTTP/1.1~Host: HOST~Transfer-Encoding: chunked~~zz~~     | 400 | bad_request
            GET /fine HTTP/1.1~Host: HOST~Expect: a-miracle~Connection: close~~ | 417 | expectation_failed
            GET /fine HTTP/3.0~Host: HOST~~                                     | 505 | http_version_not_supported
            GET /fine HTTP/2.0~Host: HOST~~                                     | 426 | upgrade_required
            GET /%ff HTTP/1.1~Host: HOST~Connection: close~~                    | 400 | bad_request
            GET /fine%00 HTTP/1.1~Host: HOST~Connection: close~~                | 400 | bad_request
            GET /a/%2e%2e/fine HTTP/1.1~Host: HOST~Connection: close~~          | 400 | bad_request
            GET /fine HTTP/1.1~Host: HOST~A b: c~~                              | 400 | bad_request
            GET  HTTP/1.1~Host: HOST~~                                          | 505 | http_version_not_supported
            GET /fine~~                                                         | 505 | http_version_not_supported
            OPTIONS * HTTP/1.1~Host: HOST~Connection: close~~                   | 404 | not_found
            BREW /fine HTTP/1.1~Host: HOST~Connection: close~~                  | 405 | method_not_allowed
            """)
    void isRefusedAsJson(String request, int status, String code) throws IOException {
        assertRefused(request.replace("~", "\r\n").replace("HOST", host), status, code);
    }

    @Test
    void whatIsTooLongIsRefusedAsJson() throws IOException {
        assertRefused("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 414, "uri_too_long");
        assertRefused(
                "GET /fine HTTP/1.1\r\nHost: " + host + "\r\nA: " + "x".repeat(20_000) + "\r\n\r\n",
                431,
                "request_header_fields_too_large");
    }

    @Test
    void anUpgradeIsIgnored() throws IOException {
        for (String upgrade : List.of("h2c", "websocket", "TLS/1.0")) {
            assertThat(exchange("GET /fine HTTP/1.1\r\nHost: " + host + "\r\nConnection: upgrade, close\r\nUpgrade: "
                            + upgrade + "\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertRefused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426, "upgrade_required");
    }
}
