package dev.runner.coordinator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoisonBisectorTest {

    private final PoisonBisector bisector = new PoisonBisector();

    /** Sends so many events, of which one is poison, and returns the indexes of the events of each call. */
    private List<List<Integer>> calls(int events, int poison) {
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            waiting.add(i);
        }
        List<List<Integer>> calls = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<Integer> call = List.copyOf(waiting.subList(0, Math.min(waiting.size(), bisector.limit(1_000))));
            calls.add(call);
            if (call.contains(poison) && call.size() > 1) {
                bisector.rejected(call.size());
            } else {
                waiting.subList(0, call.size()).clear();
                bisector.settled(call.size());
            }
        }
        return calls;
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "3, 1", "1000, 0", "1000, 499", "1000, 500", "1000, 999"})
    void sendsThePoisonAloneAfterFewCallsAndInOrder(int events, int poison) {
        List<List<Integer>> calls = calls(events, poison);

        assertThat(calls).contains(List.of(poison)).hasSizeLessThan(30);
        assertThat(bisector.limit(1_000)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({"1", "1000"})
    void limitsNothingWithoutARejection(int events) {
        assertThat(calls(events, -1)).hasSize(1);
    }
}
