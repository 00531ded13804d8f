package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.logs.LogSink;
import dev.runner.manager.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is long comes in pieces, and only a terminal is protected. */
class LogSinksTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> problems = new ArrayList<>();

    private Terminal terminal(boolean isTerminal) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, false, false, isTerminal, () -> false);
    }

    private static void line(LogSink sink, String text, boolean whole) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.line("a-0", bytes, 0, bytes.length, whole);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonOfALongLineComesInPiecesThatAreMarked() {
        JsonLogPrinter json = new JsonLogPrinter(terminal(false));
        String piece = "\u20ac".repeat(1000);
        for (int i = 0; i < 1000; i++) {
            line(json, piece, false);
        }
        line(json, "end", true);
        line(json, "short", true);
        json.flush();

        List<String> records = shown().lines().toList();
        assertThat(records).hasSize(4);
        assertThat(records.subList(0, 2)).allMatch(text -> text.endsWith("\",\"cut\":true}"));
        assertThat(records.get(2)).endsWith("end\"}");
        assertThat(records.get(3)).isEqualTo("{\"member\":\"a-0\",\"line\":\"short\"}");
        assertThat(shown()).doesNotContain("\ufffd");
        assertThat(shown().chars().filter(c -> c == '\u20ac')).hasSize(1_000_000);
    }

    @Test
    void jsonIsPrintedBeforeTheEnd() {
        JsonLogPrinter json = new JsonLogPrinter(terminal(false));
        for (int i = 0; i < 2000; i++) {
            line(json, "x".repeat(100), true);
        }
        assertThat(out.size()).isGreaterThan(100_000);
    }

    @Test
    void grepLooksAtALineInPiecesAsOne() {
        JsonLogPrinter json = new JsonLogPrinter(terminal(false));
        GrepSink grep = new GrepSink(LinePattern.compile("^pass.*ok$"), json, problems::add);
        line(grep, "password: ", false);
        line(grep, "ok", true);
        line(grep, "other", false);
        line(grep, "", true);
        grep.flush();

        assertThat(shown()).isEqualTo("{\"member\":\"a-0\",\"line\":\"password: ok\"}\n");
        assertThat(problems).isEmpty();
    }

    @Test
    void grepSaysOnceThatAPatternTakesTooLong() {
        GrepSink grep =
                new GrepSink(LinePattern.compile("(a+)+\\1b"), new JsonLogPrinter(terminal(false)), problems::add);
        line(grep, "a".repeat(60_000), true);
        line(grep, "a".repeat(60_000), true);
        grep.flush();

        assertThat(shown()).isEmpty();
        assertThat(problems).hasSize(1).first().asString().contains("60000 characters of a-0");
    }

    @Test
    void aTerminalIsProtectedUnlessItIsToBeRaw() {
        String text = "10%\r99%\r\n\u001b[2Jclear\nplain\n\u001b[31mred\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (boolean raw : new boolean[] {false, true}) {
            for (boolean isTerminal : new boolean[] {true, false}) {
                out.reset();
                LogPrinter printer = new LogPrinter(terminal(isTerminal), List.of("a-0"), raw);
                printer.lines("a-0", bytes, 0, bytes.length);
                printer.flush();
                assertThat(shown())
                        .isEqualTo(
                                isTerminal && !raw
                                        ? "a-0 | 10% 99%\na-0 | clear\na-0 | plain\na-0 | red\n"
                                        : "a-0 | 10%\r99%\r\na-0 | \u001b[2Jclear\na-0 | plain\na-0 | \u001b[31mred\n");
            }
        }
    }
}
