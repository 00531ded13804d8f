package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class NoticeLinesTest {
    private final List<String> heard = new ArrayList<>();
    private final NoticeLines lines = new NoticeLines("run");

    private boolean add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return lines.add(bytes, bytes.length, "the end", (cookie, word) -> heard.add(cookie + "=" + word));
    }

    @Test
    void findsNoticesHoweverTheyAreSplit() {
        String text = "run/a-0/1 ready\nother/b-0/1 ready\nno notice\n\nrun/b-0/2 done \n";
        for (int at = 0; at <= text.length(); at++) {
            heard.clear();
            assertThat(add(text.substring(0, at))).isTrue();
            assertThat(add(text.substring(at))).isTrue();
            assertThat(heard).containsExactly("run/a-0/1=ready", "run/b-0/2=done");
        }
    }

    @Test
    void aLineWithoutEndSilencesNobody() {
        for (int i = 0; i < 1000; i++) {
            add("x".repeat(10_000));
        }
        add("run/a-0/1 ready\n");
        add("run/b-0/1 ready\n");
        assertThat(heard).containsExactly("run/a-0/1=ready", "run/b-0/1=ready");
    }

    @Test
    void endsWithItsLastLine() {
        assertThat(add("xxx\nthe end\nrun/a-0/1 ready\n")).isFalse();
        assertThat(heard).isEmpty();
    }
}
