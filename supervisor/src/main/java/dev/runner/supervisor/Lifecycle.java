package dev.runner.supervisor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the state machine knows of a member.
 *
 * @param view what others see of it
 * @param goal what becomes of it when nothing of it is alive
 * @param swept in {@code BACKING_OFF}: nothing of it is alive any more and only the delay is awaited
 * @param inARow restarts without a good run in between
 * @param restartTimes the restarts that count for the budget
 */
record Lifecycle(MemberSnapshot view, Goal goal, boolean swept, int inARow, List<Instant> restartTimes) {
    Lifecycle {
        restartTimes = List.copyOf(restartTimes);
    }

    static Lifecycle of(MemberId id) {
        MemberSnapshot view =
                new MemberSnapshot(id, MemberState.PENDING, 0, 0, 0, null, null, null, null, null, ByHand.NOTHING);
        return new Lifecycle(view, Goal.RUN, false, 0, List.of());
    }

    MemberState state() {
        return view.state();
    }

    /** The next start: a new incarnation, of which nothing is known yet. */
    Lifecycle starting(Instant now, @Nullable String purpose) {
        SnapshotDraft next =
                SnapshotDraft.ofNextStart(view, now).state(MemberState.STARTING).purpose(purpose);
        return new Lifecycle(next.done(), Goal.RUN, false, inARow, restartTimes);
    }

    Lifecycle withPid(long pid) {
        return with(draft().pid(pid));
    }

    Lifecycle ready(Instant now) {
        return with(draft().state(MemberState.READY).readyAt(now).failure(null));
    }

    /** Its leader has ended; others of it may live. */
    Lifecycle exited(MemberExit exit) {
        return with(
                draft().pid(0).readyAt(null).lastExit(exit).byHand(view.byHand().paused(false)));
    }

    Lifecycle in(MemberState state) {
        return with(draft().state(state)
                .readyAt(state == MemberState.READY ? view.readyAt() : null)
                .byHand(view.byHand().paused(false)));
    }

    Lifecycle with(ByHand byHand) {
        return with(draft().byHand(byHand));
    }

    Lifecycle towards(Goal newGoal, @Nullable String purpose) {
        return new Lifecycle(draft().purpose(purpose).done(), newGoal, swept, inARow, restartTimes);
    }

    Lifecycle failing(String failure) {
        MemberSnapshot next =
                draft().readyAt(null).failure(failure).purpose(null).done();
        return new Lifecycle(next, Goal.FAIL, swept, inARow, restartTimes);
    }

    Lifecycle restarting(int newInARow, List<Instant> newRestartTimes) {
        return new Lifecycle(view, Goal.START_LATER, false, newInARow, newRestartTimes);
    }

    Lifecycle sweptClean() {
        return new Lifecycle(view, goal, true, inARow, restartTimes);
    }

    /** When its last restart was decided on, which is when its end was heard of. */
    Instant restartDecidedAt() {
        return restartTimes.get(restartTimes.size() - 1);
    }

    private SnapshotDraft draft() {
        return new SnapshotDraft(view);
    }

    private Lifecycle with(SnapshotDraft changed) {
        return new Lifecycle(changed.done(), goal, swept, inARow, restartTimes);
    }
}
