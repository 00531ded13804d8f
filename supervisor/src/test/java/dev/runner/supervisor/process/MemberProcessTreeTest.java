package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each process is sent the signal to stop once: some programs end at once when it comes a second time. */
@Tag("F13")
class MemberProcessTreeTest {
    private static final long LEADER = 100;

    private final ProcessInfo inTheLeadersGroup = process(LEADER, LEADER);
    private final ProcessInfo inAGroupOfItsOwn = process(101, 101);
    private final List<ProcessInfo> alive = List.of(inTheLeadersGroup, inAGroupOfItsOwn);
    private final MemberProcessTree tree = new MemberProcessTree(new ProcessTreeId(LEADER, "run/a-0/1"), null);

    private static ProcessInfo process(long pid, long group) {
        return new ProcessInfo(pid, 1, group, LEADER, "1", () -> "");
    }

    @Test
    void withoutAControlGroupNobodyHasBeenToldYet() {
        assertThat(tree.terminateCgroup(0)).isNull();
        assertThat(tree.notYetSignalled(alive, null)).isEqualTo(alive);
    }

    @Test
    void theLeadersGroupHasBeenToldThoughAllOfItIsInControlGroupsBelow() {
        assertThat(tree.notYetSignalled(alive, Set.of())).containsExactly(inAGroupOfItsOwn);
    }

    @Test
    void whoWasFoundInTheControlGroupHasBeenTold() {
        assertThat(tree.notYetSignalled(alive, Set.of(101L))).isEmpty();
    }
}
