package dev.runner.cluster;

import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import dev.runner.supervisor.Supervisor;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * What somebody asks of one member. Each future comes to an end whatever others ask of the same member meanwhile: a stop
 * that another request turns into a start is over when that start begins, and the other way round.
 */
final class MemberRequests {
    private enum Request {
        STOP,
        KILL,
        START,
        RESTART
    }

    private final Supervisor supervisor;
    private final MemberWaits waits;
    private final BooleanSupplier ending;

    /** @param ending whether the cluster is on its way out: then nothing is started any more */
    MemberRequests(Supervisor supervisor, MemberWaits waits, BooleanSupplier ending) {
        this.supervisor = supervisor;
        this.waits = waits;
        this.ending = ending;
    }

    CompletableFuture<MemberSnapshot> stop(MemberId id) {
        return ask(id, Request.STOP, MemberRequests::isStopped);
    }

    CompletableFuture<MemberSnapshot> kill(MemberId id) {
        return ask(id, Request.KILL, MemberRequests::isStopped);
    }

    CompletableFuture<MemberSnapshot> start(MemberId id) {
        return ask(id, Request.START, (before, member) -> isStarted(member));
    }

    CompletableFuture<MemberSnapshot> restart(MemberId id) {
        return ask(id, Request.RESTART, (before, member) -> isStarted(member));
    }

    private CompletableFuture<MemberSnapshot> ask(
            MemberId id, Request request, BiPredicate<Integer, MemberSnapshot> done) {
        MemberWaits.Wait wait = waits.open(id);
        supervisor.execute(() -> {
            if (ending.getAsBoolean() && (request == Request.START || request == Request.RESTART)) {
                wait.fail("the cluster is being stopped");
                return;
            }
            int before = supervisor
                    .snapshot()
                    .member(id)
                    .map(MemberSnapshot::incarnation)
                    .orElse(0);
            pass(id, request);
            // In turn: the supervisor has taken the request in when this looks for the first time.
            supervisor.execute(() -> waits.await(wait, member -> done.test(before, member), supervisor.snapshot()));
        });
        return wait.future();
    }

    private void pass(MemberId id, Request request) {
        switch (request) {
            case STOP -> supervisor.stop(id, "stop");
            case KILL -> supervisor.kill(id, "kill");
            case START -> supervisor.start(id, "start");
            case RESTART -> supervisor.restart(id, "restart");
        }
    }

    private static boolean isStopped(int incarnationBefore, MemberSnapshot member) {
        return ClusterMoment.hasEnded(member) || member.incarnation() > incarnationBefore;
    }

    private static boolean isStarted(MemberSnapshot member) {
        boolean runs = member.state() == MemberState.STARTING || member.state() == MemberState.READY;
        return (runs && member.pid() != 0) || ClusterMoment.hasEnded(member);
    }
}
