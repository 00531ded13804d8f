package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.logs.LinePattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class LogLineProbeTest {
    private final List<Runnable> others = new ArrayList<>();
    private final LogLineProbe probe = new LogLineProbe(LinePattern.compile("rea.y"), others::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void passesOnLinesUpToTheFirstMatch() {
        follow(1);
        wrote(1, "one\ntwo\n");
        wrote(1, "three\nis ready\nready again\n");
        wrote(1, "more\n");

        assertThat(heard).containsExactly("one", "two", "three", "is ready");
    }

    @Test
    void passesOnWhatWasWrittenBeforeTheStartWasKnown() {
        wrote(1, "one\nready\nmore\n");
        follow(1);

        assertThat(heard).containsExactly("one", "ready");
    }

    @Test
    void keepsAMatchAmongAFloodOfEarlyLines() {
        wrote(1, "x\n".repeat(5000) + "ready\n");
        follow(1);

        assertThat(heard).hasSize(1001).endsWith("ready");
    }

    @Test
    void forgetsTheStartBefore() {
        wrote(1, "ready\n");
        wrote(2, "not yet\n");
        follow(2);

        assertThat(heard).containsExactly("not yet");
    }

    @Test
    void ignoresTheLastWordsOfTheStartBefore() {
        follow(2);
        wrote(1, "ready\n");

        assertThat(heard).isEmpty();
    }

    @Test
    void looksAnewAfterARestart() {
        follow(1);
        wrote(1, "ready\n");
        follow(2);
        wrote(2, "ready too\n");

        assertThat(heard).containsExactly("ready", "ready too");
    }

    @Test
    void bearsBytesThatAreNoText() {
        follow(1);
        probe.wrote(1, ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 'r', 'e', 'a', 'd', 'y', '\n'}));

        assertThat(heard).hasSize(2).endsWith("ready");
    }

    @Test
    void aPatternThatIsSlowIsTriedElsewhereFromThenOn() {
        List<LinePattern.Verdict> verdicts = new ArrayList<>();
        LogLineProbe slow = new LogLineProbe(LinePattern.compile("(a|b)+ready"), others::add);
        slow.follow(1, (line, verdict) -> verdicts.add(verdict));
        slow.wrote(1, bytes("one\n" + "a".repeat(60_000) + "\nb\nbready\nmore\n"));
        assertThat(verdicts).containsExactly(LinePattern.Verdict.NOT_FOUND);

        assertThat(others).hasSize(1);
        others.remove(0).run();
        assertThat(verdicts)
                .containsExactly(
                        LinePattern.Verdict.NOT_FOUND,
                        LinePattern.Verdict.NOT_FOUND,
                        LinePattern.Verdict.NOT_FOUND,
                        LinePattern.Verdict.FOUND);
    }

    @Test
    void whatASlowPatternHasNotSeenOfTheStartBeforeIsForgotten() {
        LogLineProbe slow = new LogLineProbe(LinePattern.compile("(a|b)+ready"), others::add);
        slow.wrote(1, bytes("a".repeat(60_000) + "\nbready\n"));
        slow.follow(2, (line, verdict) -> heard.add(line));
        others.remove(0).run();
        assertThat(heard).isEmpty();

        slow.wrote(2, bytes("aready\n"));
        others.remove(0).run();
        assertThat(heard).containsExactly("aready");
    }

    @Test
    void aLineThatIsBeingWrittenIsLookedAtAndAgainWhenItHasGoneOn() {
        follow(1);
        wrote(1, "rea");
        wrote(1, "ready? ");
        assertThat(heard).containsExactly("rea", "ready? ");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void follow(int incarnation) {
        probe.follow(incarnation, (line, verdict) -> heard.add(line));
    }

    private void wrote(int incarnation, String lines) {
        probe.wrote(incarnation, ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
