package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class LineAssemblerTest {
    private final List<String> passedOn = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final LineAssembler lines = new LineAssembler(new LineAssembler.Sink() {
        @Override
        public void log(ByteBuffer bytes) {
            passedOn.add(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void lines(ByteBuffer lines) {
            heard.add(StandardCharsets.UTF_8.decode(lines).toString());
        }
    });

    private void accept(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        lines.accept(bytes);
        assertThat(bytes.hasRemaining()).as("all is consumed").isFalse();
    }

    @Test
    void passesOnWholeLinesOnly() {
        accept("a");
        accept("b\nc\nd");
        assertThat(String.join("", passedOn)).isEqualTo("ab\nc\n");
        lines.finish();
        assertThat(String.join("", passedOn)).isEqualTo("ab\nc\nd\n");
    }

    @Test
    void everySplitGivesTheSameText() {
        String text = "one\n\ntwo\nthree";
        for (int at = 0; at <= text.length(); at++) {
            passedOn.clear();
            accept(text.substring(0, at));
            accept(text.substring(at));
            lines.finish();
            assertThat(String.join("", passedOn)).isEqualTo(text + "\n");
        }
    }

    @Test
    void aLineWithoutEndIsPassedOnInPiecesAndEndedAtLast() {
        String piece = "x".repeat(64 * 1024);
        accept(piece);
        assertThat(passedOn).containsExactly(piece);

        lines.finish();
        accept("next\n");
        assertThat(String.join("", passedOn)).isEqualTo(piece + "\nnext\n");
    }

    @Test
    void aLineInPiecesThatEndsByItselfIsNotEndedAgain() {
        accept("x".repeat(64 * 1024));
        accept("\n");
        lines.finish();
        assertThat(String.join("", passedOn)).isEqualTo("x".repeat(64 * 1024) + "\n");
    }

    @Test
    void aLongLineIsHeardAsOne() {
        String piece = "x".repeat(64 * 1024);
        accept(piece);
        accept("started");
        assertThat(heard).isEmpty();
        accept("\nnext\n");
        assertThat(heard).containsExactly(piece + "started\n", "next\n");
        assertThat(String.join("", passedOn)).isEqualTo(piece + "started\nnext\n");
    }

    @Test
    void anEndlessLineIsHeardOnlySoFar() {
        String piece = "x".repeat(300_000);
        for (int i = 0; i < 5; i++) {
            accept(piece);
        }
        accept("y\nnext\n");
        assertThat(heard).containsExactly("x".repeat(1 << 20) + "\n", "next\n");
        assertThat(String.join("", passedOn)).isEqualTo(piece.repeat(5) + "y\nnext\n");
    }

    @Test
    void nothingIsMadeOfNothing() {
        accept("");
        lines.finish();
        assertThat(passedOn).isEmpty();
    }
}
