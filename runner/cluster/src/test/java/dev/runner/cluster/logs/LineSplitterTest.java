package dev.runner.cluster.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class LineSplitterTest {
    private final StringBuilder seen = new StringBuilder();
    private final LineSplitter splitter = new LineSplitter("db", new LogSink() {
        @Override
        public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
            seen.append(new String(bytes, offset, length, StandardCharsets.UTF_8))
                    .append(whole ? "|" : "+");
        }

        @Override
        public void skipped(String member) {}
    });

    /** From a buffer that holds something else behind it. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = Arrays.copyOf(bytes, bytes.length + 3);
        Arrays.fill(buffer, bytes.length, buffer.length, (byte) '\n');
        splitter.add(buffer, bytes.length);
    }

    @Test
    void everySplitGivesTheSameLines() {
        String text = "one\n\ntwo and more\nthe last";
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                seen.setLength(0);
                add(text.substring(0, first));
                add(text.substring(first, second));
                add(text.substring(second));
                splitter.flush();
                assertThat(seen).hasToString("one||two and more|the last|");
            }
        }
    }

    @Test
    void aVeryLongLineComesInPiecesThatBelongTogether() {
        String piece = "x".repeat(LineSplitter.LONGEST);
        add(piece);
        add("end\nnext\n");
        add(piece);
        add("\n");
        assertThat(seen).hasToString(piece + "+end|next|" + piece + "+|");
    }
}
