package dev.runner.supervisor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A snapshot that is being changed: says what becomes different, and the rest stays. It is used up by {@link #done}. */
final class SnapshotDraft {
    private final MemberId id;
    private final int incarnation;
    private final int restarts;
    private final @Nullable Instant startedAt;

    private MemberState state;
    private long pid;
    private @Nullable Instant readyAt;
    private @Nullable MemberExit lastExit;
    private @Nullable String failure;
    private @Nullable String purpose;
    private ByHand byHand;

    /** Of the same start as this one. */
    SnapshotDraft(MemberSnapshot from) {
        this(from, from.incarnation(), from.restarts(), from.startedAt());
    }

    private SnapshotDraft(MemberSnapshot from, int incarnation, int restarts, @Nullable Instant startedAt) {
        this.id = from.id();
        this.incarnation = incarnation;
        this.restarts = restarts;
        this.startedAt = startedAt;
        this.state = from.state();
        this.pid = from.pid();
        this.readyAt = from.readyAt();
        this.lastExit = from.lastExit();
        this.failure = from.failure();
        this.purpose = from.purpose();
        this.byHand = from.byHand();
    }

    /** Of the start after this one, of which only is known how the one before ended. */
    static SnapshotDraft ofNextStart(MemberSnapshot from, Instant now) {
        int restarts = from.incarnation() == 0 ? 0 : from.restarts() + 1;
        return new SnapshotDraft(from, from.incarnation() + 1, restarts, now)
                .pid(0)
                .readyAt(null)
                .failure(null)
                .purpose(null)
                .byHand(ByHand.NOTHING);
    }

    SnapshotDraft state(MemberState now) {
        state = now;
        return this;
    }

    SnapshotDraft pid(long now) {
        pid = now;
        return this;
    }

    SnapshotDraft readyAt(@Nullable Instant now) {
        readyAt = now;
        return this;
    }

    SnapshotDraft lastExit(MemberExit now) {
        lastExit = now;
        return this;
    }

    SnapshotDraft failure(@Nullable String now) {
        failure = now;
        return this;
    }

    SnapshotDraft purpose(@Nullable String now) {
        purpose = now;
        return this;
    }

    SnapshotDraft byHand(ByHand now) {
        byHand = now;
        return this;
    }

    MemberSnapshot done() {
        return new MemberSnapshot(
                id, state, incarnation, pid, restarts, startedAt, readyAt, lastExit, failure, purpose, byHand);
    }
}
