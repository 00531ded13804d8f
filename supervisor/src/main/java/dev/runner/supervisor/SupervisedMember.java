package dev.runner.supervisor;

import dev.runner.supervisor.process.MemberProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the supervisor keeps for a member. Used by the supervisor's thread only. */
final class SupervisedMember {
    /** Of the next start. */
    MemberSpec spec;

    MemberLifecycle lifecycle;

    /** The newest one, which may have ended; null before the first, and while one is launched. */
    @Nullable MemberProcess process;

    /** The end of what is done with the member's files: one thing after the other, on threads that may block. */
    CompletableFuture<Void> fileWork = CompletableFuture.completedFuture(null);

    /** What was asked of the process while its start was being prepared. */
    private final List<Consumer<MemberProcess>> deferred = new ArrayList<>();

    SupervisedMember(MemberSpec spec) {
        this.spec = spec;
        this.lifecycle = MemberLifecycle.of(spec.id());
    }

    MemberId id() {
        return spec.id();
    }

    /** Asks something of the process: now, or, while its start is being prepared, as soon as there is one. */
    void ask(Consumer<MemberProcess> what) {
        MemberProcess running = process;
        if (running != null) {
            what.accept(running);
        } else if (isStarting(view().incarnation())) {
            deferred.add(what);
        }
    }

    /** This process is the member's from now on. */
    void runs(MemberProcess started) {
        process = started;
        List<Consumer<MemberProcess>> asked = List.copyOf(deferred);
        deferred.clear();
        asked.forEach(what -> what.accept(started));
    }

    /** A new start: nothing runs yet, and what was asked of an earlier one is over. */
    void startsAnew() {
        process = null;
        deferred.clear();
    }

    MemberSnapshot view() {
        return lifecycle.view();
    }

    /** Whether this start goes on: nobody has asked the member to stop. */
    boolean isStarting(int incarnation) {
        return view().incarnation() == incarnation && view().state() == LifecycleState.STARTING;
    }
}
