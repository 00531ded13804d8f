package dev.runner.cluster;

import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Signals;
import dev.runner.supervisor.Supervisor;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * What somebody asks of one member. Each future comes to an end whatever others ask of the same member meanwhile: a
 * stop that another request turns into a start is over when that start begins, and the other way round.
 */
final class MemberOperations {
    private enum Request {
        STOP,
        KILL,
        START,
        RESTART,
        PAUSE,
        RESUME,
        SIGNAL,
        EXIT_AS,
        REMOVE;

        /** What the timeline calls the cause of what follows. */
        private final String purpose = "runner " + name().toLowerCase(Locale.ROOT);

        boolean starts() {
            return this == START || this == RESTART;
        }

        /** Whether it is about processes that must be there. */
        boolean needsProcess() {
            return this == PAUSE || this == RESUME || this == SIGNAL || this == EXIT_AS;
        }

        /** For a message: there is nothing to ... */
        String verb() {
            return this == EXIT_AS ? "end" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final Supervisor supervisor;
    private final MemberStateWaiters waits;
    private final BooleanSupplier ending;

    /** @param ending whether the cluster is on its way out: then nothing is started any more */
    MemberOperations(Supervisor supervisor, MemberStateWaiters waits, BooleanSupplier ending) {
        this.supervisor = supervisor;
        this.waits = waits;
        this.ending = ending;
    }

    CompletableFuture<MemberSnapshot> stop(MemberId id) {
        return ask(id, Request.STOP, MemberOperations::isStopped);
    }

    CompletableFuture<MemberSnapshot> kill(MemberId id) {
        return ask(id, Request.KILL, MemberOperations::isStopped);
    }

    CompletableFuture<MemberSnapshot> start(MemberId id) {
        return ask(id, Request.START, (before, member) -> isStarted(member));
    }

    CompletableFuture<MemberSnapshot> restart(MemberId id) {
        return ask(id, Request.RESTART, (before, member) -> isStarted(member));
    }

    /** A stop, after which it is to be taken out. */
    CompletableFuture<MemberSnapshot> stopForRemoval(MemberId id) {
        return ask(id, Request.REMOVE, MemberOperations::isStopped);
    }

    CompletableFuture<MemberSnapshot> pause(MemberId id) {
        return ask(id, Request.PAUSE, (before, member) -> true);
    }

    CompletableFuture<MemberSnapshot> resume(MemberId id) {
        return ask(id, Request.RESUME, (before, member) -> true);
    }

    CompletableFuture<MemberSnapshot> signal(MemberId id, int signal) {
        return ask(
                id,
                Request.SIGNAL,
                () -> supervisor.signal(id, signal, "runner kill --signal " + Signals.name(signal)),
                (before, member) -> true);
    }

    /** Completes when its process has ended; it may be about to be restarted then. */
    CompletableFuture<MemberSnapshot> exitAs(MemberId id, int code) {
        return ask(
                id,
                Request.EXIT_AS,
                () -> supervisor.exitAs(id, code, "as if it had ended with exit code " + code),
                (before, member) -> member.state() == LifecycleState.BACKING_OFF || isStopped(before, member));
    }

    private CompletableFuture<MemberSnapshot> ask(
            MemberId id, Request request, BiPredicate<Integer, MemberSnapshot> done) {
        return ask(id, request, () -> pass(id, request), done);
    }

    private CompletableFuture<MemberSnapshot> ask(
            MemberId id, Request request, Runnable pass, BiPredicate<Integer, MemberSnapshot> done) {
        MemberStateWaiters.Wait wait = waits.open(id);
        supervisor.execute(() -> {
            Optional<String> refusal = refusal(request, id);
            if (refusal.isPresent()) {
                wait.fail(refusal.get());
                return;
            }
            int before = now(id).map(MemberSnapshot::incarnation).orElse(0);
            pass.run();
            // In turn: the supervisor has taken the request in when this looks for the first time.
            supervisor.execute(() -> waits.await(wait, member -> done.test(before, member), supervisor.snapshot()));
        });
        return wait.future();
    }

    private Optional<String> refusal(Request request, MemberId id) {
        if (now(id).isEmpty()) {
            return Optional.of(id + " has been removed");
        }
        if (request.starts() && ending.getAsBoolean()) {
            return Optional.of("the cluster is being stopped");
        }
        return request.needsProcess()
                ? now(id).filter(member -> !takes(request, member.state()))
                        .map(member -> id + " is " + member.state().label().replace('_', ' ')
                                + ", so that there is nothing to "
                                + request.verb())
                : Optional.empty();
    }

    private static boolean takes(Request request, LifecycleState state) {
        return state == LifecycleState.STARTING
                || state == LifecycleState.READY
                || (state == LifecycleState.STOPPING && request == Request.SIGNAL);
    }

    private Optional<MemberSnapshot> now(MemberId id) {
        return supervisor.snapshot().member(id);
    }

    private void pass(MemberId id, Request request) {
        switch (request) {
            case STOP, REMOVE -> supervisor.stop(id, request.purpose);
            case KILL -> supervisor.kill(id, request.purpose);
            case START -> supervisor.start(id, request.purpose);
            case RESTART -> supervisor.restart(id, request.purpose);
            case PAUSE -> supervisor.pause(id, request.purpose);
            case RESUME -> supervisor.resume(id, request.purpose);
            case SIGNAL, EXIT_AS -> throw new IllegalArgumentException(request + " needs a number");
        }
    }

    private static boolean isStopped(int incarnationBefore, MemberSnapshot member) {
        return ClusterSnapshot.hasEnded(member) || member.incarnation() > incarnationBefore;
    }

    static boolean isStarted(MemberSnapshot member) {
        boolean runs = member.state() == LifecycleState.STARTING || member.state() == LifecycleState.READY;
        return (runs && member.pid() != 0) || ClusterSnapshot.hasEnded(member);
    }
}
