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
        int restarts = view.incarnation() == 0 ? 0 : view.restarts() + 1;
        MemberSnapshot next = new MemberSnapshot(
                view.id(),
                MemberState.STARTING,
                view.incarnation() + 1,
                0,
                restarts,
                now,
                null,
                view.lastExit(),
                null,
                purpose,
                ByHand.NOTHING);
        return new Lifecycle(next, Goal.RUN, false, inARow, restartTimes);
    }

    Lifecycle withPid(long pid) {
        return withView(new MemberSnapshot(
                view.id(),
                view.state(),
                view.incarnation(),
                pid,
                view.restarts(),
                view.startedAt(),
                view.readyAt(),
                view.lastExit(),
                view.failure(),
                view.purpose(),
                view.byHand()));
    }

    Lifecycle ready(Instant now) {
        return withView(new MemberSnapshot(
                view.id(),
                MemberState.READY,
                view.incarnation(),
                view.pid(),
                view.restarts(),
                view.startedAt(),
                now,
                view.lastExit(),
                null,
                view.purpose(),
                view.byHand()));
    }

    /** Its leader has ended; others of it may live. */
    Lifecycle exited(MemberExit exit) {
        return withView(new MemberSnapshot(
                view.id(),
                view.state(),
                view.incarnation(),
                0,
                view.restarts(),
                view.startedAt(),
                null,
                exit,
                view.failure(),
                view.purpose(),
                view.byHand().paused(false)));
    }

    Lifecycle in(MemberState state) {
        return withView(new MemberSnapshot(
                view.id(),
                state,
                view.incarnation(),
                view.pid(),
                view.restarts(),
                view.startedAt(),
                state == MemberState.READY ? view.readyAt() : null,
                view.lastExit(),
                view.failure(),
                view.purpose(),
                view.byHand().paused(false)));
    }

    Lifecycle with(ByHand byHand) {
        return withView(new MemberSnapshot(
                view.id(),
                view.state(),
                view.incarnation(),
                view.pid(),
                view.restarts(),
                view.startedAt(),
                view.readyAt(),
                view.lastExit(),
                view.failure(),
                view.purpose(),
                byHand));
    }

    Lifecycle towards(Goal newGoal, @Nullable String purpose) {
        MemberSnapshot next = new MemberSnapshot(
                view.id(),
                view.state(),
                view.incarnation(),
                view.pid(),
                view.restarts(),
                view.startedAt(),
                view.readyAt(),
                view.lastExit(),
                view.failure(),
                purpose,
                view.byHand());
        return new Lifecycle(next, newGoal, swept, inARow, restartTimes);
    }

    Lifecycle failing(String failure) {
        MemberSnapshot next = new MemberSnapshot(
                view.id(),
                view.state(),
                view.incarnation(),
                view.pid(),
                view.restarts(),
                view.startedAt(),
                null,
                view.lastExit(),
                failure,
                null,
                view.byHand());
        return new Lifecycle(next, Goal.FAIL, swept, inARow, restartTimes);
    }

    Lifecycle restarting(int newInARow, List<Instant> newRestartTimes) {
        return new Lifecycle(view, Goal.START_LATER, false, newInARow, newRestartTimes);
    }

    Lifecycle sweptClean() {
        return new Lifecycle(view, goal, true, inARow, restartTimes);
    }

    private Lifecycle withView(MemberSnapshot newView) {
        return new Lifecycle(newView, goal, swept, inARow, restartTimes);
    }
}
