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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

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
    public MemberView stop(String member) throws InterruptedException {
        return view(carryOut(member, cluster::stopMember));
    }

    @Override
    public MemberView start(String member) throws InterruptedException {
        return running(carryOut(member, cluster::startMember));
    }

    @Override
    public MemberView restart(String member) throws InterruptedException {
        return running(carryOut(member, cluster::restartMember));
    }

    @Override
    public MemberView kill(String member) throws InterruptedException {
        return view(carryOut(member, cluster::killMember));
    }

    @Override
    public MemberView pause(String member) throws InterruptedException {
        return view(carryOut(member, cluster::pauseMember));
    }

    @Override
    public MemberView resume(String member) throws InterruptedException {
        return view(carryOut(member, cluster::resumeMember));
    }

    @Override
    public MemberView signal(String member, String signal) throws InterruptedException {
        return view(carryOut(member, name -> cluster.signalMember(name, signal)));
    }

    @Override
    public List<MemberView> add(int count) throws InterruptedException {
        return asked(() -> {
            List<MemberView> added = new ArrayList<>();
            for (CompletableFuture<MemberSnapshot> member : cluster.addHosts(count)) {
                added.add(view(member.get()));
            }
            return added;
        });
    }

    @Override
    public MemberView remove(String member) throws InterruptedException {
        PlannedMember planned = planned(member);
        MemberSnapshot last = carryOut(member, cluster::removeMember);
        return ClusterViewMapper.of(
                new MemberStatus(planned, last, planned.formed() == null ? null : false), cluster.debugging());
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

    private MemberSnapshot carryOut(String member, Function<String, CompletableFuture<MemberSnapshot>> operation)
            throws InterruptedException {
        PlannedMember planned = planned(member);
        return asked(() -> operation.apply(planned.name()).get());
    }

    private interface Operation<T> {
        T run() throws InterruptedException, ExecutionException, MachineNotReadyException;
    }

    /** The one place that tells what the cluster refuses, and why, from what has gone wrong in it. */
    private static <T> T asked(Operation<T> operation) throws InterruptedException {
        try {
            return operation.run();
        } catch (MachineNotReadyException e) {
            throw new OperationRefusedException(
                    OperationRefusedException.Reason.MACHINE_NOT_READY, String.join("\n", e.problems()));
        } catch (SpecException | IllegalArgumentException e) {
            throw new OperationRefusedException(
                    OperationRefusedException.Reason.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new OperationRefusedException(
                    OperationRefusedException.Reason.WRONG_STATE, String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException refused) {
                throw new OperationRefusedException(
                        OperationRefusedException.Reason.WRONG_STATE, String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException("the operation failed", e);
        }
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

    private MemberView view(MemberSnapshot member) {
        MemberStatus now = cluster.status().members().stream()
                .filter(each -> each.now().id().equals(member.id()))
                .findFirst()
                .orElseThrow();
        return ClusterViewMapper.of(new MemberStatus(now.planned(), member, now.formed()), cluster.debugging());
    }

    private Iterable<String> names() {
        return cluster.plan().members().stream().map(planned -> planned.name()).toList();
    }
}
