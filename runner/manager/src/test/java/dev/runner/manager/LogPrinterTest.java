package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.manager.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class LogPrinterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final LogPrinter printer = printer(false);

    @Test
    void alignsTheNamesOfMembers() {
        line("db", "one", true);
        line("worker-0", "two", true);
        printer.flush();

        assertThat(shown()).isEqualTo("db       | one\nworker-0 | two\n");
    }

    @Test
    void putsPiecesOfALongLineTogetherAndNeverMixesMembers() {
        line("db", "one ", false);
        line("db", "two", true);
        line("db", "half", false);
        line("worker-0", "other", true);
        line("db", " rest", true);
        printer.flush();

        assertThat(shown()).isEqualTo("db       | one two\ndb       | half\nworker-0 | other\ndb       |  rest\n");
    }

    @Test
    void printsNothingBeforeItIsFlushedUnlessThereIsMuch() {
        line("db", "one", true);
        assertThat(shown()).isEmpty();
        line("db", "x".repeat(70_000), true);
        assertThat(shown()).startsWith("db       | one\ndb       | xxx");
    }

    @Test
    void manyLinesAtOnceAreShownAsOneByOne() {
        lines("db", "one\n\nthree\n");
        line("db", "half", false);
        lines("db", " and rest\nfour\n");
        line("db", "half", false);
        lines("worker-0", "other\n");
        line("worker-0", "half", false);
        lines("worker-0", "\n");
        printer.flush();

        assertThat(shown()).isEqualTo("""
                db       | one
                db       |\s
                db       | three
                db       | half and rest
                db       | four
                db       | half
                worker-0 | other
                worker-0 | half
                """);
    }

    @Test
    void noWriteIsMoreThanAPipeHolds() {
        List<Integer> writes = new ArrayList<>();
        OutputStream pipe = new OutputStream() {
            @Override
            public void write(int b) {
                writes.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.add(length);
                out.write(bytes, offset, length);
            }
        };
        PrintStream stream = new PrintStream(pipe, false, StandardCharsets.UTF_8);
        LogPrinter piped = new LogPrinter(new Terminal(stream, stream, false, false), List.of("db"), false);
        String text = "x".repeat(99) + "\n";
        byte[] bytes = text.repeat(2000).getBytes(StandardCharsets.UTF_8);
        piped.lines("db", bytes, 0, bytes.length);
        piped.flush();

        assertThat(writes).hasSize(4).allMatch(length -> length <= 64 * 1024);
        assertThat(shown()).isEqualTo(("db | " + text).repeat(2000));
    }

    @Test
    void givesEachMemberAColourOfItsOwn() {
        LogPrinter coloured = printer(true);
        byte[] text = "x".getBytes(StandardCharsets.UTF_8);
        coloured.line("db", text, 0, 1, true);
        coloured.line("worker-0", text, 0, 1, true);
        coloured.flush();

        List<String> lines = shown().lines().toList();
        assertThat(lines.get(0)).startsWith("\u001b[");
        assertThat(lines.get(0).substring(0, 5)).isNotEqualTo(lines.get(1).substring(0, 5));
    }

    @Test
    void saysWhatCouldNotBeShown() {
        line("db", "one", true);
        printer.skipped("db");

        assertThat(shown()).isEqualTo("db       | one\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("db: some of its output was rotated away before it could be shown\n");
    }

    private void line(String member, String text, boolean whole) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        printer.line(member, bytes, 1, bytes.length - 2, whole);
    }

    private void lines(String member, String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        printer.lines(member, bytes, 1, bytes.length - 1);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private LogPrinter printer(boolean colour) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                colour,
                colour);
        return new LogPrinter(terminal, List.of("db", "worker-0"), false);
    }
}
