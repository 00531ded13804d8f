package dev.runner.cluster;

import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.SupervisorSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Futures that complete when a member has come to a certain state, and fail when the cluster is closed before. */
final class MemberStateWaiters implements AutoCloseable {
    private final List<Wait> waits = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** A wait for one member. Its future is always completed, at the latest by {@link #close}. */
    static final class Wait {
        private final MemberId id;
        private final CompletableFuture<MemberSnapshot> future = new CompletableFuture<>();
        private volatile Predicate<MemberSnapshot> condition = member -> false;

        private Wait(MemberId id) {
            this.id = id;
        }

        CompletableFuture<MemberSnapshot> future() {
            return future;
        }

        void fail(String why) {
            future.completeExceptionally(new IllegalStateException(why));
        }

        /** Whether it is over now. */
        private boolean look(SupervisorSnapshot snapshot) {
            Optional<MemberSnapshot> now = snapshot.member(id);
            if (now.isEmpty()) {
                fail(id + " has been removed");
            }
            Optional<MemberSnapshot> arrived = now.filter(condition);
            // On another thread: what depends on the future may block, and this is the supervisor's thread.
            arrived.ifPresent(member -> future.completeAsync(() -> member));
            return arrived.isPresent() || future.isDone();
        }
    }

    /** A wait for nothing yet: its condition follows. */
    Wait open(MemberId id) {
        Wait wait = new Wait(id);
        waits.add(wait);
        if (closed) {
            fail(wait);
        }
        return wait;
    }

    /** From now on the wait is over as soon as the condition holds, which may be at once. */
    void await(Wait wait, Predicate<MemberSnapshot> condition, SupervisorSnapshot snapshot) {
        wait.condition = condition;
        look(snapshot);
    }

    /** Completes those whose condition holds. */
    void look(SupervisorSnapshot snapshot) {
        waits.removeIf(wait -> wait.look(snapshot));
    }

    @Override
    public void close() {
        closed = true;
        waits.forEach(MemberStateWaiters::fail);
    }

    private static void fail(Wait wait) {
        wait.fail("the cluster has been closed");
    }
}
