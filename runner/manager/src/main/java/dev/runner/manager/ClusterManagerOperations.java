package dev.runner.manager;

import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.MemberStatus;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import dev.runner.cluster.spec.SpecException;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.ExecView;
import dev.runner.manager.api.ManagerOperations;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.OperationRefusedException;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.util.AsyncFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the HTTP API may ask of a running cluster. */
final class ClusterManagerOperations implements ManagerOperations {
    private final ProcessCluster cluster;
    private final ClusterView.Manager manager;

    ClusterManagerOperations(ProcessCluster cluster, ClusterView.Manager manager) {
        this.cluster = cluster;
        this.manager = manager;
    }

    @Override
    public ClusterView status() {
        return ClusterViewMapper.of(cluster.status(), manager, cluster.apiKey(), cluster.debugging());
    }

    @Override
    public void shutdown() {
        cluster.stop(Action.ShutdownReason.DOWN);
    }

    @Override
    public CompletableFuture<MemberView> operate(Action.Operation operation, String member) {
        PlannedMember planned = planned(member);
        String name = planned.name();
        return asked(() -> switch (operation) {
            case STOP -> cluster.stopMember(name).thenApply(this::view);
            case KILL -> cluster.killMember(name).thenApply(this::view);
            case START -> cluster.startMember(name).thenApply(this::running);
            case RESTART -> cluster.restartMember(name).thenApply(this::running);
            case PAUSE -> cluster.pauseMember(name).thenApply(this::view);
            case RESUME -> cluster.resumeMember(name).thenApply(this::view);
            case REMOVE -> cluster.removeMember(name).thenApply(last -> removed(planned, last));
            case ADD -> throw new IllegalArgumentException("a member is added with its host");
        });
    }

    @Override
    public CompletableFuture<MemberView> signal(String member, String signal) {
        PlannedMember planned = planned(member);
        return asked(() -> cluster.signalMember(planned.name(), signal).thenApply(this::view));
    }

    @Override
    public CompletableFuture<MemberView> send(String member, byte[] bytes) {
        PlannedMember planned = planned(member);
        return asked(() -> cluster.sendToMember(planned.name(), bytes).thenApply(sent -> view(planned)));
    }

    @Override
    public CompletableFuture<List<MemberView>> add(int count) {
        return asked(() -> cluster.addHosts(count)
                .thenApply(added -> added.stream().map(this::view).toList()));
    }

    @Override
    public ExecView exec(String member) {
        PlannedMember planned = planned(member);
        UserAccount account = planned.start().account();
        List<String> prefix = account == null ? List.of() : account.running(List.of());
        return new ExecView(planned.directory().toString(), prefix, planned.environment());
    }

    private PlannedMember planned(String member) {
        return cluster.plan()
                .member(member)
                .orElseThrow(() -> new OperationRefusedException(
                        OperationRefusedException.Reason.MEMBER_NOT_FOUND,
                        "there is no member '" + member + "'; there are " + String.join(", ", names())));
    }

    private interface Operation<T> {
        CompletableFuture<T> begin() throws MachineNotReadyException;
    }

    private static <T> CompletableFuture<T> asked(Operation<T> operation) {
        CompletableFuture<T> begun;
        try {
            begun = operation.begin();
        } catch (MachineNotReadyException | RuntimeException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        return begun.exceptionallyCompose(
                problem -> CompletableFuture.failedFuture(refusal(AsyncFailure.causeOf(problem))));
    }

    /** The one place that tells what the cluster refuses, and why, from what has gone wrong in it. */
    private static Throwable refusal(Throwable problem) {
        if (problem instanceof MachineNotReadyException e) {
            return new OperationRefusedException(
                    OperationRefusedException.Reason.MACHINE_NOT_READY, String.join("\n", e.problems()));
        }
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof SpecException || problem instanceof IllegalArgumentException) {
            return new OperationRefusedException(OperationRefusedException.Reason.BAD_REQUEST, message);
        }
        return problem instanceof IllegalStateException
                ? new OperationRefusedException(OperationRefusedException.Reason.WRONG_STATE, message)
                : problem;
    }

    /** Whoever asked for a start must not be told that it went well where nothing runs. */
    private MemberView running(MemberSnapshot member) {
        if (member.pid() == 0) {
            String why = member.failure() == null
                    ? "somebody else stopped it meanwhile"
                    : member.failure().describe();
            throw new OperationRefusedException(
                    OperationRefusedException.Reason.WRONG_STATE, member.id() + " has not been started: " + why);
        }
        return view(member);
    }

    private MemberView removed(PlannedMember planned, MemberSnapshot last) {
        return ClusterViewMapper.of(
                new MemberStatus(planned, last, planned.formed() == null ? null : false, null), cluster.debugging());
    }

    private MemberView view(PlannedMember planned) {
        return cluster.status().members().stream()
                .filter(each -> each.planned().name().equals(planned.name()))
                .findFirst()
                .map(each -> ClusterViewMapper.of(each, cluster.debugging()))
                .orElseThrow(() -> new IllegalStateException(planned.name() + " has been removed"));
    }

    private MemberView view(MemberSnapshot member) {
        MemberStatus now = cluster.status().members().stream()
                .filter(each -> each.now().id().equals(member.id()))
                .findFirst()
                .orElseThrow();
        return ClusterViewMapper.of(
                new MemberStatus(now.planned(), member, now.formed(), now.pending()), cluster.debugging());
    }

    private Iterable<String> names() {
        return cluster.plan().members().stream().map(planned -> planned.name()).toList();
    }
}
