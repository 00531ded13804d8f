package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(100);

    @Test
    void refusesWhatOthersLeaveNoRoomFor() {
        MemoryBudget.Lease first = budget.lease();
        MemoryBudget.Lease second = budget.lease();
        first.add(60);
        second.add(40);
        assertThatThrownBy(() -> second.add(1))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo("overloaded"));
        assertThat(budget.taken()).isEqualTo(100);
        first.giveBack();
        first.giveBack();
        second.add(1);
        assertThat(budget.taken()).isEqualTo(41);
    }

    @Test
    void aRequestThatIsAloneMayTakeMore() {
        MemoryBudget.Lease only = budget.lease();
        only.add(80);
        only.add(80);
        assertThat(budget.taken()).isEqualTo(160);
        only.giveBack();
        assertThat(budget.taken()).isZero();
    }
}
