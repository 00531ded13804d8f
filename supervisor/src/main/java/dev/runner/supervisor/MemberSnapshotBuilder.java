package dev.runner.supervisor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is being changed: says what becomes different, and the rest stays. It is used up by {@link #done}.
 */
final class MemberSnapshotBuilder {
    private final MemberId id;
    private final int incarnation;
    private final int restarts;
    private final @Nullable Instant startedAt;

    private LifecycleState state;
    private long pid;
    private @Nullable Instant readyAt;
    private @Nullable ExitRecord lastExit;
    private Cause.@Nullable Failure failure;
    private @Nullable Action action;
    private OperatorInterventions operatorActions;

    /** Of the same start as this one. */
    MemberSnapshotBuilder(MemberSnapshot from) {
        this(from, from.incarnation(), from.restarts(), from.startedAt());
    }

    private MemberSnapshotBuilder(MemberSnapshot from, int incarnation, int restarts, @Nullable Instant startedAt) {
        this.id = from.id();
        this.incarnation = incarnation;
        this.restarts = restarts;
        this.startedAt = startedAt;
        this.state = from.state();
        this.pid = from.pid();
        this.readyAt = from.readyAt();
        this.lastExit = from.lastExit();
        this.failure = from.failure();
        this.action = from.action();
        this.operatorActions = from.operatorActions();
    }

    /** Of the start after this one, of which only is known how the one before ended. */
    static MemberSnapshotBuilder ofNextStart(MemberSnapshot from, Instant now) {
        int restarts = from.incarnation() == 0 ? 0 : from.restarts() + 1;
        return new MemberSnapshotBuilder(from, from.incarnation() + 1, restarts, now)
                .pid(0)
                .readyAt(null)
                .failure(null)
                .action(null)
                .operatorActions(OperatorInterventions.NOTHING);
    }

    MemberSnapshotBuilder state(LifecycleState now) {
        state = now;
        return this;
    }

    MemberSnapshotBuilder pid(long now) {
        pid = now;
        return this;
    }

    MemberSnapshotBuilder readyAt(@Nullable Instant now) {
        readyAt = now;
        return this;
    }

    MemberSnapshotBuilder lastExit(ExitRecord now) {
        lastExit = now;
        return this;
    }

    MemberSnapshotBuilder failure(Cause.@Nullable Failure now) {
        failure = now;
        return this;
    }

    MemberSnapshotBuilder action(@Nullable Action now) {
        action = now;
        return this;
    }

    MemberSnapshotBuilder operatorActions(OperatorInterventions now) {
        operatorActions = now;
        return this;
    }

    MemberSnapshot done() {
        return new MemberSnapshot(
                id, state, incarnation, pid, restarts, startedAt, readyAt, lastExit, failure, action, operatorActions);
    }
}
