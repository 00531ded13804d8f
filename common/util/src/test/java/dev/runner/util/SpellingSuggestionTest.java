package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingSuggestionTest {
    @ParameterizedTest
    @CsvSource({"comand, command, 1", "prots, ports, 1", "zzz, command, 7", "'', ab, 2", "same, same, 0"})
    void countsEdits(String a, String b, int expected) {
        assertThat(SpellingSuggestion.distance(a, b)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"dwon, down", "comand, command", "Command, command", "max_delay, maxDelay", "--verison, --version"})
    void findsTheNameThatWasMeant(String written, String meant) {
        assertThat(SpellingSuggestion.nearest(written, List.of("ps", "down", "command", "maxDelay", "--version")))
                .contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"up, down", "abcd, where", "whxyz, where", "'', where"})
    void suggestsNothingThatIsTooDifferent(String written, String known) {
        assertThat(SpellingSuggestion.nearest(written, List.of(known))).isEmpty();
    }

    @Test
    void hintsAtTheNameOrListsAll() {
        assertThat(SpellingSuggestion.hint("comand", List.of("command", "name")))
                .isEqualTo("did you mean `command`?");
        assertThat(SpellingSuggestion.hint("xyzzy", List.of("command", "name"))).isEqualTo("known are command, name");
    }

    @Test
    void prefersTheMostSimilarNameThenTheFirst() {
        assertThat(SpellingSuggestion.nearest("worker-7", List.of("walker-7", "worker-1", "worker-2")))
                .contains("worker-1");
    }

    @Test
    void copesWithNamesOfAnyLength() {
        assertThat(SpellingSuggestion.nearest("x".repeat(10_000_000), List.of("where")))
                .isEmpty();
    }
}
