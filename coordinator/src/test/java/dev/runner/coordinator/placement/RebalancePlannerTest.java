package dev.runner.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("V38")
class RebalancePlannerTest {

    /** A worker for each word; a capital letter is a pinned pipeline, the same letters are replicas of one. */
    private static List<RebalancePlanner.Load<String>> loads(String text) {
        List<RebalancePlanner.Load<String>> loads = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            List<RebalancePlanner.Item<String>> items = new ArrayList<>();
            for (char c : word.replace("-", "").toCharArray()) {
                items.add(new RebalancePlanner.Item<>(
                        c + "@" + loads.size() + "." + items.size(), c, Character.isUpperCase(c)));
            }
            loads.add(new RebalancePlanner.Load<>("w" + loads.size(), 10, items));
        }
        return loads;
    }

    @ParameterizedTest
    @CsvSource({
        "abcd -,        2, 2 2",
        "abcde -,       2, 3 2",
        "abcdefgh - - -, 6, 2 2 2 2",
        "ab cd,         0, 2 2",
        "abc de,        0, 3 2",
        "ABCD -,        0, 4 0",
        "ABCd -,        1, 3 1",
        "aaa aaa -,     2, 2 2 2",
    })
    void countsDifferByOneAtMost(String before, int moves, String after) {
        List<RebalancePlanner.Load<String>> loads = loads(before);
        List<RebalancePlanner.Move<String>> plan = RebalancePlanner.plan(loads);

        Map<String, Integer> counts = new LinkedHashMap<>();
        loads.forEach(load -> counts.put(load.workerId(), load.items().size()));
        plan.forEach(move -> {
            assertThat(move.what()).as("a pinned one stays").matches("[a-z].*");
            counts.merge("w" + move.what().charAt(2), -1, Integer::sum);
            counts.merge(move.to(), 1, Integer::sum);
        });
        assertThat(plan).hasSize(moves);
        assertThat(counts.values().stream().map(String::valueOf).toList()).isEqualTo(List.of(after.split(" ", -1)));
    }

    @ParameterizedTest
    @Tag("V29b")
    @CsvSource({"pqq p -, q, w2", "ppq q -, p, w2", "apa pa -, a, w2"})
    void replicasAreKeptApart(String before, String moved, String to) {
        List<RebalancePlanner.Move<String>> plan = RebalancePlanner.plan(loads(before));

        assertThat(plan.get(0).what()).startsWith(moved);
        assertThat(plan.get(0).to()).isEqualTo(to);
    }
}
