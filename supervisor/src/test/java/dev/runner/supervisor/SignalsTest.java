package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    @ParameterizedTest
    @CsvSource({"TERM,15", "SIGTERM,15", "term,15", "sigint,2", "HUP,1", "QUIT,3", "KILL,9"})
    void knowsNamesHoweverTheyAreWritten(String name, int number) {
        assertThat(Signals.number(name)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIG", "TERMINATE", "15", "SIGSIGTERM"})
    void refusesWhatIsNone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.number(name))
                .withMessage("there is no signal '" + name
                        + "' here; common ones are TERM, INT, HUP, QUIT, USR1, USR2, KILL");
    }

    @Test
    void namesAndNumbersBelongTogether() {
        for (int number = 1; number <= 31; number++) {
            assertThat(Signals.number(Signals.name(number))).isEqualTo(number);
        }
        assertThat(Signals.name(34)).isEqualTo("34");
    }

    @Test
    void anExitSaysNoMoreThanIsKnown() {
        assertThat(ExitStatus.code(9).describe()).isEqualTo("exit code 9");
        assertThat(ExitStatus.signal(9).describe()).isEqualTo("signal KILL (9)");
        assertThat(ExitStatus.signal(40).describe()).isEqualTo("signal 40 (40)");
        assertThat(ExitStatus.unknown().describe()).isEqualTo("unknown exit status");
        assertThat(ExitStatus.code(0)).isNotEqualTo(ExitStatus.unknown());
        assertThat(ExitStatus.signal(55).isCode(55)).isFalse();
        assertThat(ExitStatus.code(55).isCode(55)).isTrue();
        assertThat(ExitStatus.unknown().isCode(0)).isFalse();
    }

    @Test
    void aStopPolicyIsCheckedWhenItIsMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StopPolicy("NOPE", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new StopPolicy("TERM", Duration.ofMillis(-1)));
        assertThat(new StopPolicy("INT", Duration.ZERO).signal()).isEqualTo("INT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a/b", "a b", "ä", "a\n"})
    void aMembersNameIsAFileNameAndAPartOfAUrl(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemberId(name));
    }
}
