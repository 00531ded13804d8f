package dev.runner.supervisor;

import dev.runner.supervisor.process.MemberProcess;
import org.jspecify.annotations.Nullable;

/** What the supervisor keeps for a member. Used by the supervisor's thread only. */
final class SupervisedMember {
    /** Of the next start. */
    MemberSpec spec;

    MemberLifecycle lifecycle;

    /** The newest one, which may have ended; null before the first, and while one is launched. */
    @Nullable MemberProcess process;

    SupervisedMember(MemberSpec spec) {
        this.spec = spec;
        this.lifecycle = MemberLifecycle.of(spec.id());
    }

    MemberId id() {
        return spec.id();
    }

    MemberSnapshot view() {
        return lifecycle.view();
    }

    /** Whether this start goes on: nobody has asked the member to stop. */
    boolean isStarting(int incarnation) {
        return view().incarnation() == incarnation && view().state() == LifecycleState.STARTING;
    }
}
