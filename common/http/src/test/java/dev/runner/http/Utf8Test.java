package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "C0AF, 0", // overlong
        "E08080, 0",
        "EDA080, 0", // half of a surrogate pair
        "F4908080, 0", // beyond the last character
        "80, 0",
        "61C3, 1", // ends within a character
        "61C3A9FF, 3",
        "6161616161616161C0, 8",
        "61616161616161E282, 7",
    })
    void findsTheFirstByteThatBelongsToNoCharacter(String hex, int offset) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.indexOfMalformed(bytes)).isEqualTo(offset);
    }

    @Test
    void letsPassWhatIsUtf8() {
        for (String text : new String[] {"", "a", "12345678", "é", "\u20ac", "\ud83d\ude00", "\0", "\uffff"}) {
            for (int before = 0; before < 10; before++) {
                byte[] bytes = ("x".repeat(before) + text.repeat(3000)).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.indexOfMalformed(bytes)).as(text).isEqualTo(-1);
            }
        }
    }

    @Test
    void findsItBehindManyCharacters() {
        byte[] text = "é".repeat(5000).getBytes(StandardCharsets.UTF_8);
        text[9001] = 'x';
        assertThat(Utf8.indexOfMalformed(text)).isEqualTo(9000);
    }

    @Test
    void takesTheByteOrderMarkOffAndNothingElse() {
        for (String text : new String[] {"", "{}", "\ufeff", "ab\ufeff"}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.withoutByteOrderMark(("\ufeff" + text).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(bytes);
            if (!text.startsWith("\ufeff")) {
                assertThat(Utf8.withoutByteOrderMark(bytes)).isSameAs(bytes);
            }
        }
    }
}
