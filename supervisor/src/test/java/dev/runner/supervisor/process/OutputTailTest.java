package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F12")
class OutputTailTest {
    private final OutputTail tail = new OutputTail();

    private void add(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        tail.add(bytes);
        assertThat(bytes.position()).as("the buffer stays as it is").isZero();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(tail.lines()).isEmpty();
    }

    @Test
    void keepsTheLastTwentyLines() {
        for (int i = 0; i < 100; i++) {
            add("line " + i + "\n");
        }
        assertThat(tail.lines())
                .isEqualTo(IntStream.range(80, 100).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void showsNoLineThatIsCutByItsCapacity() {
        add("a".repeat(10_000) + "\n");
        add("b".repeat(10_000) + "\n");
        assertThat(tail.lines()).containsExactly("b".repeat(10_000));
    }

    @Test
    void showsTheEndOfOneEndlessLine() {
        add("x".repeat(100_000) + "end");
        assertThat(tail.lines()).hasSize(1);
        assertThat(tail.lines().get(0)).hasSize(16 * 1024).endsWith("xend");
    }

    @Test
    void isRightAtEveryPlaceOfTheRing() {
        for (int i = 0; i < 3_000; i++) {
            add("0123456789\n");
        }
        assertThat(tail.lines()).hasSize(20).containsOnly("0123456789");
    }

    @Test
    void showsBinaryAsReplacementAndKeepsColours() {
        tail.add(ByteBuffer.wrap(new byte[] {'a', 0, (byte) 0xff, 7, 0x1b, '[', 'm', '\t', 'b', '\n'}));
        assertThat(tail.lines()).containsExactly("a\uFFFD\uFFFD\uFFFD\u001b[m\tb");
    }
}
