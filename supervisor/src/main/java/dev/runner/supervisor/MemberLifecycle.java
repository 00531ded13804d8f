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
 * @param consecutiveRestarts restarts without a good run in between
 * @param restartTimes the restarts that count for the budget
 */
record MemberLifecycle(
        MemberSnapshot view, PostExitAction goal, boolean swept, int consecutiveRestarts, List<Instant> restartTimes) {
    MemberLifecycle {
        restartTimes = List.copyOf(restartTimes);
    }

    static MemberLifecycle of(MemberId id) {
        MemberSnapshot view = new MemberSnapshot(
                id, LifecycleState.PENDING, 0, 0, 0, null, null, null, null, null, OperatorInterventions.NOTHING);
        return new MemberLifecycle(view, PostExitAction.RUN, false, 0, List.of());
    }

    LifecycleState state() {
        return view.state();
    }

    /** The next start: a new incarnation, of which nothing is known yet. */
    MemberLifecycle starting(Instant now, @Nullable Action action) {
        MemberSnapshotBuilder next = MemberSnapshotBuilder.ofNextStart(view, now)
                .state(LifecycleState.STARTING)
                .action(action);
        return new MemberLifecycle(next.done(), PostExitAction.RUN, false, consecutiveRestarts, restartTimes);
    }

    MemberLifecycle withPid(long pid) {
        return with(draft().pid(pid));
    }

    MemberLifecycle ready(Instant now) {
        return with(draft().state(LifecycleState.READY).readyAt(now).failure(null));
    }

    /** Its leader has ended; others of it may live. */
    MemberLifecycle exited(ExitRecord exit) {
        return with(draft().pid(0)
                .readyAt(null)
                .lastExit(exit)
                .operatorActions(view.operatorActions().withoutPause()));
    }

    MemberLifecycle in(LifecycleState state) {
        return with(draft().state(state)
                .readyAt(state == LifecycleState.READY ? view.readyAt() : null)
                .operatorActions(view.operatorActions().withoutPause()));
    }

    MemberLifecycle with(OperatorInterventions operatorActions) {
        return with(draft().operatorActions(operatorActions));
    }

    MemberLifecycle withGoal(PostExitAction newGoal, @Nullable Action action) {
        return new MemberLifecycle(draft().action(action).done(), newGoal, swept, consecutiveRestarts, restartTimes);
    }

    MemberLifecycle failing(Cause.Failure failure) {
        MemberSnapshot next =
                draft().readyAt(null).failure(failure).action(null).done();
        return new MemberLifecycle(next, PostExitAction.FAIL, swept, consecutiveRestarts, restartTimes);
    }

    MemberLifecycle restarting(int newConsecutiveRestarts, List<Instant> newRestartTimes) {
        return new MemberLifecycle(view, PostExitAction.START_LATER, false, newConsecutiveRestarts, newRestartTimes);
    }

    MemberLifecycle withSweepDone() {
        return new MemberLifecycle(view, goal, true, consecutiveRestarts, restartTimes);
    }

    /** When its last restart was decided on, which is when its end was heard of. */
    Instant restartDecidedAt() {
        return restartTimes.get(restartTimes.size() - 1);
    }

    private MemberSnapshotBuilder draft() {
        return new MemberSnapshotBuilder(view);
    }

    private MemberLifecycle with(MemberSnapshotBuilder changed) {
        return new MemberLifecycle(changed.done(), goal, swept, consecutiveRestarts, restartTimes);
    }
}
