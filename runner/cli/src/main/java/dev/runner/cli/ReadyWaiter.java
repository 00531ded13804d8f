package dev.runner.cli;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.supervisor.LifecycleState;
import dev.runner.util.DurationFormat;
import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Waits until members of a running cluster are ready after something was done with them. Asks often. */
final class ReadyWaiter {
    /** Whether the members must see each other, too. */
    enum Formed {
        NOT_NEEDED,
        /** Where the spec says how they tell, and nobody has taken a member away on purpose. */
        WHERE_POSSIBLE,
        NEEDED
    }

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final RunningCluster cluster;
    private final Duration timeout;

    ReadyWaiter(RunningCluster cluster, Duration timeout) {
        this.cluster = cluster;
        this.timeout = timeout;
    }

    /**
     * Waits.
     *
     * @param then what else is to be told where they do not become ready, such as what was not done; may be empty
     * @return the cluster as it is then
     * @throws CommandFailedException where one of them fails, is stopped, or is not ready in time
     */
    ClusterView await(Collection<String> members, Formed formed, String then) throws InterruptedException {
        long begun = RunningClock.shared().nanoTime();
        while (true) {
            ClusterView view = cluster.ask(client -> client.status());
            Optional<MemberView> awaited = members.stream()
                    .flatMap(name -> view.member(name).stream())
                    .filter(member -> !isReady(member))
                    .findFirst();
            if (view.state() == ClusterState.FAILED || view.state() == ClusterState.STOPPING) {
                throw new CommandFailedException(
                        ExitCode.FAILED,
                        "'" + view.cluster() + "' "
                                + (view.fatal() == null ? "is being stopped" : "has failed: " + view.fatal()) + then);
            }
            awaited.ifPresent(member -> check(member, then));
            if (awaited.isEmpty() && isFormed(view, formed)) {
                return view;
            }
            if (RunningClock.shared().nanoTime() - begun > timeout.toNanos()) {
                String what = awaited.map(member -> member.name() + " was not ready")
                        .orElse("'" + view.cluster() + "' was not formed");
                List<MemberView> missing = awaited.map(List::of).orElseGet(view::members);
                throw new CommandFailedException(
                        ExitCode.TIMED_OUT,
                        what + " after " + DurationFormat.format(timeout) + PendingText.reasons(missing) + then);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static boolean isReady(MemberView member) {
        boolean done = member.state() == LifecycleState.STOPPED && member.action() == null;
        return done || (member.state() == LifecycleState.READY && !member.paused());
    }

    /** The cluster goes on without the member. What the cluster failed of once may have been another one. */
    private static void check(MemberView member, String then) {
        if (member.state() == LifecycleState.FAILED || member.state() == LifecycleState.STOPPED) {
            String how = member.lastExit() == null
                    ? ""
                    : ": it ended with " + member.lastExit().describe();
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    member.name()
                            + (member.state() == LifecycleState.FAILED ? " has failed" : " was stopped") + how
                            + " (`runner logs " + member.name() + "` has its output)" + then);
        }
    }

    private static boolean isFormed(ClusterView view, Formed formed) {
        if (formed == Formed.NOT_NEEDED || !Boolean.FALSE.equals(view.formed())) {
            return true;
        }
        return formed == Formed.WHERE_POSSIBLE && isApart(view.members());
    }

    /** Whether somebody who is away keeps the cluster from forming. */
    private static boolean isApart(List<MemberView> members) {
        return members.stream()
                .anyMatch(member -> member.paused()
                        || member.state() == LifecycleState.FAILED
                        || (member.state() == LifecycleState.STOPPED && member.action() != null));
    }
}
