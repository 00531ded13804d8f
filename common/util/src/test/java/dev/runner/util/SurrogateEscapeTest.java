package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateEscapeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bytesComeBackAsTheyWere(long seed) {
        byte[] bytes = new byte[2000];
        new Random(seed).nextBytes(bytes);

        assertThat(SurrogateEscape.encode(SurrogateEscape.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void utf8IsReadAsSuch() {
        String text = "größe ключ 日本 \uD83D\uDE00";

        assertThat(SurrogateEscape.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(text);
        assertThat(SurrogateEscape.hasEscapes(text)).isFalse();
    }

    @Test
    void otherBytesAreLoneSurrogates() {
        assertThat(SurrogateEscape.decode(new byte[] {'a', (byte) 0xE9, 'b'})).isEqualTo("a\uDCE9b");
        assertThat(SurrogateEscape.decode(new byte[] {(byte) 0xE2, (byte) 0x82}))
                .isEqualTo("\uDCE2\uDC82");
    }
}
