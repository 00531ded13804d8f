package dev.runner.cluster;

import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Snapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Futures that complete when a member has come to a certain state. */
final class MemberWaits {
    private record Wait(MemberId id, Predicate<MemberSnapshot> condition, CompletableFuture<MemberSnapshot> future) {}

    private final List<Wait> waits = new CopyOnWriteArrayList<>();

    CompletableFuture<MemberSnapshot> add(MemberId id, Predicate<MemberSnapshot> condition) {
        CompletableFuture<MemberSnapshot> future = new CompletableFuture<>();
        waits.add(new Wait(id, condition, future));
        return future;
    }

    /** Completes those whose condition holds. */
    void look(Snapshot snapshot) {
        for (Wait wait : waits) {
            snapshot.member(wait.id()).filter(wait.condition()).ifPresent(member -> {
                waits.remove(wait);
                // Elsewhere: whoever waits may take its time, and this is the supervisor's thread.
                wait.future().completeAsync(() -> member);
            });
        }
    }
}
