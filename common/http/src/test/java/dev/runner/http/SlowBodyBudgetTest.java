package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowBodyBudgetTest {

    private final SlowBodyBudget budget = new SlowBodyBudget();
    private final List<Integer> aborted = new ArrayList<>();

    private SlowBodyBudget.Place place(int number) {
        SlowBodyBudget.Place place = budget.place(() -> aborted.add(number));
        place.take();
        return place;
    }

    @Test
    void theOldestLosesItsPlaceToOneMore() {
        List<SlowBodyBudget.Place> places = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            places.add(place(i));
        }
        places.get(5).take();
        assertThat(aborted).isEmpty();
        places.get(0).giveBack();
        place(32).take();
        assertThat(aborted).isEmpty();
        place(33).giveBack();
        place(34).giveBack();
        assertThat(aborted).containsExactly(1);
    }
}
