package dev.runner.cluster.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R2")
class ProbeStatusTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void saysHowLongTheSameAnswerHasCome() {
        ProbeStatus status = new ProbeStatus("tcp x", "connection refused", 312, NOON, "", List.of());

        assertThat(status.describe(NOON.plusMillis(4_200)))
                .isEqualTo("tcp x: connection refused for 4.2 s (312 attempts)");
        assertThat(status.describe(NOON.plusMillis(900))).isEqualTo("tcp x: connection refused (312 attempts)");
    }

    @Test
    void aNewAnswerBeginsAnew() {
        ProbeStatus refused = new ProbeStatus("tcp x", "connection refused", 3, NOON, "", List.of());

        assertThat(refused.next("tcp x", ProbeResult.notYet("connection refused")))
                .isEqualTo(new ProbeStatus("tcp x", "connection refused", 4, NOON, "", List.of()));
        assertThat(refused.next("tcp x", ProbeResult.notYet("no answer")).since())
                .isAfter(NOON);
        assertThat(refused.next("tcp y", ProbeResult.notYet("connection refused"))
                        .since())
                .isAfter(NOON);
    }

    @Test
    void quotesTheLastLineOfAProbesCommand() {
        ProbeStatus status =
                new ProbeStatus("command `x`", "exit code 1", 1, NOON, "", List.of("one", "t".repeat(200)));

        assertThat(status.describe(NOON))
                .isEqualTo("command `x`: exit code 1 (1 attempt), it printed \"" + "t".repeat(157) + "...\"");
    }

    @Test
    void aRemarkComesBehindHowLong() {
        ProbeStatus status = new ProbeStatus("a log line", "not seen yet", 0, NOON, "", List.of()).with("; try `-u`");

        assertThat(status.describe(NOON.plusSeconds(2))).isEqualTo("a log line: not seen yet for 2.0 s; try `-u`");
        assertThat(status.remarkedAnswer()).isEqualTo("not seen yet; try `-u`");
    }

    @Test
    void linesAreNoAttempts() {
        ProbeStatus one = ProbeStatus.begun("a log line that matches up").nextLine("");

        assertThat(one.describe(one.since())).isEqualTo("a log line that matches up: not in the one line so far");
        assertThat(one.nextLine("").describe(one.since())).endsWith("none of 2 lines so far");
    }
}
