package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ends are the consequence of a signal that somebody sent. */
@Tag("R9")
class OperatorInterventionsTest {
    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0}, then {1} {2} s later: {3}")
    @CsvSource({
        "TERM, signal TERM, 0, true",
        "TERM, signal TERM, 3600, true",
        "TERM, code 143, 3600, true",
        "TERM, code 0, 9, true",
        "TERM, code 1, 9, true",
        "TERM, code 1, 10, false",
        "TERM, signal KILL, 3600, false",
        "HUP, signal SEGV, 1, true",
        "WINCH, code 1, 1, false",
        "CONT, signal KILL, 1, false",
        "ABRT, signal ABRT, 5, true",
    })
    void anEndIsTheConsequenceOfASignal(String signal, String end, int secondsLater, boolean expected) {
        OperatorInterventions sent = OperatorInterventions.NOTHING.signalled(Signals.number(signal), SENT);

        assertThat(sent.ended(exit(end, secondsLater))).isEqualTo(expected);
    }

    @Test
    void withoutASignalNoEndIsOnPurpose() {
        assertThat(OperatorInterventions.NOTHING.ended(exit("code 1", 0))).isFalse();
        assertThat(OperatorInterventions.NOTHING.pausing().ended(exit("signal KILL", 0)))
                .isFalse();
    }

    private static ExitRecord exit(String end, int secondsLater) {
        String[] words = end.split(" ", -1);
        ExitStatus status = words[0].equals("code")
                ? ExitStatus.code(Integer.parseInt(words[1]))
                : ExitStatus.signal(Signals.number(words[1]));
        return new ExitRecord(status, SENT.plusSeconds(secondsLater), Duration.ofMinutes(1), List.of());
    }
}
