package dev.runner.cluster.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlSequencesTest {
    private static String text(String shown) {
        return shown.replace('^', '\u001b').replace('~', '\u0007');
    }

    private static String harmless(String line) {
        return ControlSequences.harmless(line, true);
    }

    @ParameterizedTest
    @CsvSource({
        "^[32mstarted^[0m, started",
        "^[2J^[Hclear, clear",
        "^]0;title~t, t",
        "^]8;;http://x^\\link^]8;;^\\, link",
        "^(Btext, text",
        "^7^8^cx, x",
        "a^[, a",
        "a^, a",
        "^]0;endless, ''",
        "^[38;5;1mred, red",
        "plain, plain"
    })
    void theTextAloneIsLeft(String line, String plain) {
        assertThat(ControlSequences.without(text(line))).isEqualTo(plain);
    }

    @Test
    void aTerminalGetsColoursThatEndWithTheLine() {
        assertThat(harmless("\u001b[31mred")).isEqualTo("\u001b[31mred\u001b[0m");
        assertThat(harmless("a\u001b[1;31mb\u001b[0m c")).isEqualTo("a\u001b[1;31mb\u001b[0m c\u001b[0m");
    }

    @Test
    void aTerminalGetsNothingElseThatItWouldObey() {
        assertThat(harmless("\u001b[2J\u001b[Hclear")).isEqualTo("clear");
        assertThat(harmless("\u001b[?1049halt \u001b[?25lcursor")).isEqualTo("alt cursor");
        assertThat(harmless("\u001b]0;title\u0007t")).isEqualTo("t");
        assertThat(harmless("10%\r99%\r")).isEqualTo("10% 99%");
        assertThat(harmless("a\b\u0007\u007f")).isEqualTo("a");
        assertThat(harmless("\u009b2Jx")).isEqualTo("2Jx");
    }

    @Test
    void aTerminalGetsNoControlCharacterButTabs() {
        for (int c = 0; c <= 0x9f; c++) {
            boolean isLow = c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x1b;
            if (isLow || c >= 0x7f) {
                byte[] alone = {'a', (byte) c, 'b'};
                assertThat(ControlSequences.harmless(alone, 0, 3, true))
                        .as("byte %x", c)
                        .containsExactly('a', 'b');
                assertThat(harmless("a" + (char) c + "b")).as("character %x", c).isEqualTo("ab");
            }
        }
        assertThat(harmless("\r10%\t\r20%\r\r")).isEqualTo(" 10%\t 20%");
    }

    @Test
    void aLoneByteBehindACharacterIsNoPartOfIt() {
        byte[] bytes = {(byte) 0xC3, (byte) 0xB6, (byte) 0x9B, '2', 'J', (byte) 0xE2, (byte) 0x9B};
        assertThat(ControlSequences.harmless(bytes, 0, bytes.length, true)).containsExactly(0xC3, 0xB6, '2', 'J', 0xE2);
        byte[] tooLong = {(byte) 0xE0, (byte) 0x82, (byte) 0x9B};
        assertThat(ControlSequences.harmless(tooLong, 0, 3, true)).containsExactly(0xE0);
    }

    @Test
    void howKeysWorkIsNoColour() {
        assertThat(harmless("\u001b[>4;1mx")).isEqualTo("x");
        assertThat(harmless("\u001b[?4mx")).isEqualTo("x");
        assertThat(harmless("\u001b[38:2::1:2:3mx")).isEqualTo("\u001b[38:2::1:2:3mx\u001b[0m");
    }

    @Test
    void whoWantsNoColoursGetsNone() {
        assertThat(ControlSequences.harmless("a\u001b[31mred\r")).isEqualTo("ared");
    }

    @Test
    void whatIsTextStays() {
        for (String line : new String[] {
            "a\tb", "gr\u00f6\u00dfe \u20ac \ud83d\ude00", "\u00a9 \u00c2 \u265b \u00db", "\u00f4\u0100\udbff\udfff", ""
        }) {
            assertThat(harmless(line)).isEqualTo(line);
        }
    }
}
