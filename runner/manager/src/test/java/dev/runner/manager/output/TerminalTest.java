package dev.runner.manager.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class TerminalTest {
    @Test
    void coloursOnlyTerminalsThatUnderstandIt() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"), true)).isTrue();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"), false)).isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Terminal.wantsColour(Map.of(), true)).isFalse();
    }

    @Test
    void doesWhatThePersonSaysAboutColours() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1"), true))
                .isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", ""), true))
                .isTrue();
        assertThat(Terminal.wantsColour(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(Terminal.wantsColour(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
        assertThat(Terminal.wantsColour(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true))
                .isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "CLICOLOR", "0"), true))
                .isFalse();
    }

    @Test
    void coloursEachStreamByItself() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(OutputStream.nullOutputStream()), new PrintStream(err), false, true);

        terminal.error("it broke");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[31mrunner:\u001b[0m it broke\n");
        assertThat(terminal.paint(Colour.GREEN, "ready")).isEqualTo("ready");
    }

    @Test
    void noticesThatTheReaderHasGone() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal terminal = new Terminal(new PrintStream(broken), new PrintStream(broken), false, false);

        assertThatThrownBy(() -> terminal.line("x")).isInstanceOf(BrokenPipeException.class);
    }

    @Test
    void saysWhyTheOutputCannotBeWritten() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Terminal terminal = Terminal.of(full, full, false, false, false, () -> false);

        assertThatThrownBy(() -> terminal.line("x"))
                .isInstanceOf(OutputFailedException.class)
                .hasMessage("standard output cannot be written: No space left on device");
        assertThatCode(() -> terminal.note("about it")).doesNotThrowAnyException();
    }

    @Test
    void aReaderThatHasGoneIsNoFailureOfTheOutput() {
        OutputStream hungUp = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Input/output error");
            }
        };

        assertThatThrownBy(() -> Terminal.of(hungUp, hungUp, false, false, false, () -> true)
                        .line("x"))
                .isInstanceOf(BrokenPipeException.class);
    }

    @Test
    void givesNeighboursDifferentColoursAndAMemberAlwaysTheSame() {
        List<Colour> colours = IntStream.range(0, 10)
                .mapToObj(i -> Colour.ofMember("worker-" + i))
                .toList();

        assertThat(colours).doesNotHaveDuplicates().doesNotContain(Colour.RED);
        assertThat(Colour.ofMember("worker-12")).isEqualTo(Colour.ofMember("worker-2"));
        assertThat(Colour.ofMember("99999999999999999999")).isNotNull();
    }
}
