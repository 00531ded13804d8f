package dev.runner.cluster;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Supervisor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/**
 * What operators ask of one member; from any thread. Each future completes whatever others ask of the same member
 * meanwhile: a stop that another request turns into a start is over when that start begins, and the other way round.
 */
final class MemberOperations {
    private final Supervisor supervisor;
    private final DeferredRestarts restarts;
    private final MemberStateWaiters waiters;
    private final ClusterStateHolder cluster;

    MemberOperations(
            Supervisor supervisor, MemberStateWaiters waiters, ClusterStateHolder cluster, DeferredRestarts restarts) {
        this.supervisor = supervisor;
        this.restarts = restarts;
        this.waiters = waiters;
        this.cluster = cluster;
    }

    CompletableFuture<MemberSnapshot> stop(MemberId id) {
        return ask(id, Action.Operation.STOP, MemberOperations::isStopped);
    }

    CompletableFuture<MemberSnapshot> kill(MemberId id) {
        return ask(id, Action.Operation.KILL, MemberOperations::isStopped);
    }

    CompletableFuture<MemberSnapshot> start(MemberId id) {
        return ask(id, Action.Operation.START, (before, member) -> isStarted(member));
    }

    CompletableFuture<MemberSnapshot> restart(MemberId id) {
        return ask(id, Action.Operation.RESTART, (before, member) -> !restarts.isWaiting(id) && isStarted(member));
    }

    /** A stop, after which the member is to be taken out. */
    CompletableFuture<MemberSnapshot> stopForRemoval(MemberId id) {
        return ask(id, Action.Operation.REMOVE, MemberOperations::isStopped);
    }

    /** Completes when all of it is stopped, or when somebody has ended the pause before. */
    CompletableFuture<MemberSnapshot> pause(MemberId id) {
        return ask(
                id,
                Action.Operation.PAUSE,
                (before, member) -> !member.operatorActions().isPausing());
    }

    CompletableFuture<MemberSnapshot> resume(MemberId id) {
        return ask(id, Action.Operation.RESUME, (before, member) -> true);
    }

    CompletableFuture<MemberSnapshot> signal(MemberId id, int signal) {
        return ask(id, new Action.SendSignal(signal), (before, member) -> true);
    }

    /** Completes when its process has ended; it may be about to be restarted then. */
    CompletableFuture<MemberSnapshot> exitAs(MemberId id, int code) {
        return ask(
                id,
                new Action.ExitAs(code),
                (before, member) -> member.state() == LifecycleState.BACKING_OFF || isStopped(before, member));
    }

    /** @param done whether it is over, from the incarnation at the request and the member as it is then */
    private CompletableFuture<MemberSnapshot> ask(
            MemberId id, Action.MemberAction action, BiPredicate<Integer, MemberSnapshot> done) {
        MemberStateWaiters.Wait wait = waiters.open(id);
        supervisor.execute(() -> {
            Optional<String> refusal = refusal(id, action);
            if (refusal.isPresent()) {
                wait.fail(refusal.get());
                return;
            }
            int before = now(id).map(MemberSnapshot::incarnation).orElse(0);
            request(id, action);
            // After the supervisor has handled the request, which is a task of its own.
            supervisor.execute(() -> waiters.await(wait, member -> done.test(before, member), supervisor.snapshot()));
        });
        return wait.future();
    }

    private Optional<String> refusal(MemberId id, Action.MemberAction action) {
        MemberSnapshot member = now(id).orElse(null);
        if (member == null) {
            return Optional.of(id + " has been removed");
        }
        boolean starts = action == Action.Operation.START || action == Action.Operation.RESTART;
        if (starts && cluster.isEnding()) {
            return Optional.of("the cluster is being stopped");
        }
        return needsProcess(action) && !hasProcess(member, action)
                ? Optional.of(id + " is " + member.state().label().replace('_', ' ') + ", so that there is nothing to "
                        + verb(action))
                : Optional.empty();
    }

    private static boolean needsProcess(Action.MemberAction action) {
        return action == Action.Operation.PAUSE
                || action == Action.Operation.RESUME
                || action instanceof Action.SendSignal
                || action instanceof Action.ExitAs;
    }

    private static boolean hasProcess(MemberSnapshot member, Action.MemberAction action) {
        return switch (member.state()) {
            case STARTING, READY -> true;
            case STOPPING -> action instanceof Action.SendSignal;
            case PENDING, BACKING_OFF, STOPPED, FAILED -> false;
        };
    }

    private static String verb(Action.MemberAction action) {
        return action instanceof Action.ExitAs ? "end" : action.label();
    }

    private Optional<MemberSnapshot> now(MemberId id) {
        return supervisor.snapshot().member(id);
    }

    private void request(MemberId id, Action.MemberAction action) {
        if (action instanceof Action.SendSignal send) {
            supervisor.signal(id, send.signal());
        } else if (action instanceof Action.ExitAs exitAs) {
            supervisor.exitAs(id, exitAs.code());
        } else if (action instanceof Action.Operation operation) {
            request(id, operation);
        }
    }

    private void request(MemberId id, Action.Operation operation) {
        if (operation != Action.Operation.PAUSE && operation != Action.Operation.RESUME) {
            restarts.cancel(id);
        }
        switch (operation) {
            case STOP, REMOVE -> supervisor.stop(id, operation);
            case KILL -> supervisor.kill(id, operation);
            case ADD, START -> supervisor.start(id, operation);
            case RESTART -> restarts.restart(id);
            case PAUSE -> supervisor.pause(id);
            case RESUME -> supervisor.resume(id);
        }
    }

    /** Also when somebody else has started it again; a start that was under way before the request is what it ends. */
    private static boolean isStopped(int incarnationBefore, MemberSnapshot member) {
        boolean startedAgain = member.incarnation() > incarnationBefore && member.state() != LifecycleState.STOPPING;
        return ClusterSnapshot.hasEnded(member) || startedAgain;
    }

    private static boolean isStarted(MemberSnapshot member) {
        boolean runs = member.state() == LifecycleState.STARTING || member.state() == LifecycleState.READY;
        return (runs && member.pid() != 0) || ClusterSnapshot.hasEnded(member);
    }
}
