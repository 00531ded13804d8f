package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R9")
class MemberSelectorTest {
    private static final List<String> KNOWN = List.of("hub", "serf-0", "serf-1", "serf-10", "serf-x-0", "a.b-0");

    @ParameterizedTest
    @CsvSource({
        "serf-1, serf-1",
        "hub, hub",
        "serf, serf-0 serf-1 serf-10",
        "serf-x, serf-x-0",
        "serf-*, serf-0 serf-1 serf-10 serf-x-0",
        "serf-?, serf-0 serf-1",
        "*-0, serf-0 serf-x-0 a.b-0",
        "a.b, a.b-0",
        "a?b-0, a.b-0",
        "**, hub serf-0 serf-1 serf-10 serf-x-0 a.b-0",
        "ser, ''",
        "(*, ''",
    })
    void meansNamesKindsAndPatterns(String word, String meant) {
        assertThat(String.join(" ", MemberSelector.select(word, KNOWN))).isEqualTo(meant);
    }
}
