package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.readiness.ReadinessOutcome;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What happens when a member, or the whole cluster, is not ready in time: it has failed, unless somebody holds it up on
 * purpose. Carried out on the supervisor's thread.
 */
final class ReadinessTimeoutHandler {
    private final Supervisor supervisor;
    private final ScheduledExecutorService timer;
    private final ClusterStateHolder cluster;
    private final DebuggerOptions debugging;
    private final SetupRunner setup;
    private final ClusterFailureHandler failures;
    private final Function<MemberId, String> lastSeen;
    private final Runnable reconcile;

    /**
     * @param lastSeen what a member's probe saw last; empty where nobody waits for it
     * @param reconcile does what follows from a failure
     */
    ReadinessTimeoutHandler(
            Supervisor supervisor,
            ScheduledExecutorService timer,
            ClusterStateHolder cluster,
            DebuggerOptions debugging,
            SetupRunner setup,
            ClusterFailureHandler failures,
            Function<MemberId, String> lastSeen,
            Runnable reconcile) {
        this.supervisor = supervisor;
        this.timer = timer;
        this.cluster = cluster;
        this.debugging = debugging;
        this.setup = setup;
        this.failures = failures;
        this.lastSeen = lastSeen;
        this.reconcile = reconcile;
    }

    /** The time of one member is over. */
    void over(PlannedMember member, ReadinessOutcome outcome) {
        boolean paused = supervisor
                .snapshot()
                .member(new MemberId(member.name()))
                .orElseThrow()
                .operatorActions()
                .paused();
        // Who sits at a breakpoint takes longer than any time that a spec can know.
        if (!paused && debugging.endpoint(member).isEmpty()) {
            failures.notReady(member, outcome.after(), outcome.detail());
            reconcile.run();
        }
    }

    /** From now on the whole cluster has this time. */
    void limit(Duration timeout) {
        var unused =
                timer.schedule(() -> supervisor.execute(() -> over(timeout)), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The time for the whole cluster is over: the first member that is not ready is named. Where somebody holds a
     * member up, others may wait for it, so that the time begins anew.
     */
    private void over(Duration timeout) {
        ClusterSnapshot now = cluster.now();
        if (now.facts().wasReady() || now.isEnding()) {
            return;
        }
        if (now.hasPausedMember() || isAnyWaitingForDebugger(now)) {
            limit(timeout);
            return;
        }
        if (setup.isAlive()) {
            failures.setupNotDone(timeout);
            reconcile.run();
            return;
        }
        now.firstUnreadyMember().ifPresent(member -> {
            failures.notReady(cluster.planned(member.id()), timeout, whyNotReady(member));
            reconcile.run();
        });
    }

    private boolean isAnyWaitingForDebugger(ClusterSnapshot now) {
        return now.members().members().stream()
                .filter(member -> member.state() == LifecycleState.STARTING)
                .anyMatch(member -> debugging.suspends(cluster.planned(member.id())));
    }

    private String whyNotReady(MemberSnapshot member) {
        String seen = lastSeen.apply(member.id());
        return seen.isEmpty() ? "it is " + member.state().label() : seen;
    }
}
