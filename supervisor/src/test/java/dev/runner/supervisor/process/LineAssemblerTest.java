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
    private final LineAssembler lines = new LineAssembler(
            bytes -> passedOn.add(StandardCharsets.UTF_8.decode(bytes).toString()));

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
    void nothingIsMadeOfNothing() {
        accept("");
        lines.finish();
        assertThat(passedOn).isEmpty();
    }
}
