package dev.runner.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementStrategyTest {

    /** One worker for each word: a dash stands for one that is not eligible, else load, or load/siblings. */
    private static List<PlacementCandidate> workers(String text) {
        List<PlacementCandidate> workers = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            String[] parts = word.split("/", -1);
            boolean eligible = !word.equals("-");
            workers.add(new PlacementCandidate(
                    "w" + workers.size(),
                    eligible,
                    eligible ? Integer.parseInt(parts[0]) : 0,
                    parts.length > 1 ? Integer.parseInt(parts[1]) : 0));
        }
        return workers;
    }

    @ParameterizedTest
    @Tag("V28")
    @Tag("V29")
    @Tag("V29b")
    @CsvSource({
        "0 0 0,       0, ,   0",
        "0 0 0,       1, ,   1",
        "0 0 0,       3, ,   0",
        "0 0 0,       7, ,   1",
        "- 5 0,       0, ,   1",
        "0 - -,       1, ,   0",
        "- - -,       0, ,  -1",
        "0 0 0,       0, w2, 2",
        "0 0 -,       1, w2, 1",
        "0 0 0,       0, w9, 0",
        "3/1 3/0 0/1, 0, ,   1",
        "3/1 3/1 0/1, 1, ,   1",
        "9/2 9/1 -,   0, ,   1",
    })
    void roundRobinGoesOnWhereItWas(String workers, int cursor, String wanted, int chosen) {
        assertThat(PlacementStrategy.ROUND_ROBIN.choose(workers(workers), cursor, wanted))
                .isEqualTo(chosen);
    }

    @ParameterizedTest
    @Tag("V30")
    @CsvSource({
        "2 1 3,     ,   1",
        "1 1 1,     ,   0",
        "- 4 3,     ,   2",
        "- -,       ,  -1",
        "2 1 3,     w2, 2",
        "0/1 5/0,   ,   1",
    })
    void leastLoadedTakesTheOneWithTheFewest(String workers, String wanted, int chosen) {
        assertThat(PlacementStrategy.LEAST_LOADED.choose(workers(workers), 2, wanted))
                .isEqualTo(chosen);
    }

    @Test
    @Tag("V30")
    void isReadFromTheCommandLine() {
        assertThat(PlacementStrategy.parse("least-loaded")).isEqualTo(PlacementStrategy.LEAST_LOADED);
        assertThat(PlacementStrategy.parse("round-robin")).isEqualTo(PlacementStrategy.ROUND_ROBIN);
        assertThatThrownBy(() -> PlacementStrategy.parse("random"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("round-robin or least-loaded");
    }
}
