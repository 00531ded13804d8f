package dev.runner.cluster.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a member starts and stops, and joins and leaves.
 *
 * @param after the names of the members that must be ready before it starts
 * @param outlivedBy the names of the members that may stop only when it has ended
 * @param begin is asked who begins; null where nobody is asked
 * @param beginsWhereStoppedLast whether the one of its kind begins that stopped last
 * @param leave is run before it is stopped to be removed; null for nothing
 * @param othersLeave is run when another of its kind was removed; null for nothing
 */
public record PlannedOrder(
        List<String> after,
        List<String> outlivedBy,
        @Nullable PlannedHook begin,
        boolean beginsWhereStoppedLast,
        @Nullable PlannedHook leave,
        @Nullable PlannedHook othersLeave) {
    public PlannedOrder {
        after = List.copyOf(after);
        outlivedBy = List.copyOf(outlivedBy);
    }

    /** Starts after these members, and stops before them. */
    public static PlannedOrder after(List<String> members) {
        return new PlannedOrder(members, members, null, false, null, null);
    }

    /** Whether somebody has to decide who of its kind begins. */
    public boolean hasChoice() {
        return begin != null || beginsWhereStoppedLast;
    }
}
