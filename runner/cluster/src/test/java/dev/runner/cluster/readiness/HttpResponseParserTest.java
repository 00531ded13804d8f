package dev.runner.cluster.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R2")
class HttpResponseParserTest {

    /** {@code \r} and {@code \n} stand for the characters. */
    private static HttpResponseParser received(String response) {
        HttpResponseParser parser = new HttpResponseParser();
        String text = response.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        parser.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return parser;
    }

    /** What comes byte by byte must be the same. */
    private static HttpResponseParser dripped(String response) {
        HttpResponseParser parser = new HttpResponseParser();
        String text = response.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            parser.add(ByteBuffer.wrap(new byte[] {one}));
            assertThat(parser.status().orElse(200)).isEqualTo(200);
            assertThat(parser.body().orElse("up")).isIn("up", "");
        }
        return parser;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\nContent-Length: 2\\n\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\n\\r\\nup",
                "HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 \\r\\nContent-Length:2\\r\\n\\r\\nup",
                "http/1.1 200 ok\\r\\ncontent-length: 2\\r\\n\\r\\nup",
                "HTTP/1.1  200  fine\\r\\nCONTENT-LENGTH:\\t2\\t\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length : 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length:\\r\\n 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nX: a\\r\\n\\tb\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2, 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nno field\\r\\nContent-Length: 2\\r\\n\\r\\nupand more",
                "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 103 Early Hints\\r\\nLink: </x>\\r\\n\\r\\nHTTP/1.1 102 P\\r\\n\\r\\n"
                        + "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding:chunked\\r\\n\\r\\n2\\r\\nup\\r\\n0\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTRANSFER-ENCODING: Chunked\\r\\n\\r\\n1\\r\\nu\\r\\n01\\r\\np\\r\\n0\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n2;a=\\\"b\\\";c\\r\\nup\\r\\n000;d\\r\\n",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n2 \\nup\\n0\\nTrailer: x\\n\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 7\\r\\n\\r\\n2\\r\\nup\\r\\n0\\r\\n",
                "HTTP/1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nup",
            })
    void readsACompleteResponse(String response) {
        HttpResponseParser parser = received(response);

        assertThat(parser.status()).hasValue(200);
        assertThat(parser.body()).hasValue("up");
        assertThat(dripped(response).body()).hasValue("up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\\r\\n\\r\\nup",
                "HTTP/1.0 200 OK\\n\\nup",
                "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 99\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: many\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffff\\r\\nup",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: identity\\r\\n\\r\\nup",
            })
    void aBodyOfUnknownLengthEndsWithTheConnection(String response) {
        HttpResponseParser parser = received(response);
        assertThat(parser.status()).hasValue(200);
        assertThat(parser.body()).isEmpty();

        parser.end();
        assertThat(parser.body()).hasValue("up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0 200 OK", "HTTP/1.0 200 OK\\r\\n", "HTTP/1.0 200 OK\\nContent-Length: 9"})
    void aHeadThatIsCutOffHasAStatusWhenTheConnectionEnds(String response) {
        HttpResponseParser parser = received(response);
        assertThat(parser.hasHead()).isFalse();

        parser.end();
        assertThat(parser.status()).hasValue(200);
        assertThat(parser.body()).hasValue("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\\r\\n\\r\\n",
                "HTTP/1.1 OK\\r\\n\\r\\n",
                "HTTP/1.1 2000 OK\\r\\n\\r\\n",
                "HTTP/2 200\\r\\n\\r\\n",
                "<html></html>\\n\\n"
            })
    void whatIsNoHttpHasNoStatus(String response) {
        HttpResponseParser parser = received(response);

        assertThat(parser.hasHead()).isTrue();
        assertThat(parser.status()).isEmpty();
    }

    @Test
    void switchingProtocolsAndStatusesWithoutABodyAreTheEnd() {
        assertThat(received("HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n").status())
                .hasValue(101);
        assertThat(received("HTTP/1.1 204 No Content\\r\\n\\r\\n").body()).hasValue("");
        assertThat(received("HTTP/1.1 304 Not Modified\\r\\nContent-Length: 5\\r\\n\\r\\n")
                        .body())
                .hasValue("");
        assertThat(received("HTTP/1.1 100 Continue\\r\\n\\r\\n").hasHead()).isFalse();
    }

    @Test
    void lengthsCountBytesAndAMarkBeforeTheTextIsDropped() {
        assertThat(received("HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\n\ufeff\u00fcp!")
                        .body())
                .isEqualTo(Optional.of("\u00fcp"));
    }
}
