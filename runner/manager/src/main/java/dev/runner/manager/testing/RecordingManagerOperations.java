package dev.runner.manager.testing;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.ExecView;
import dev.runner.manager.api.ManagerOperations;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.OperationRefusedException;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A cluster of two workers that does nothing but remember what it was asked for. */
public class RecordingManagerOperations implements ManagerOperations {
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public volatile ClusterView view = ViewFixtures.cluster(
            ClusterState.READY,
            null,
            ViewFixtures.worker(0, LifecycleState.READY, null),
            ViewFixtures.worker(1, LifecycleState.READY, null));

    public volatile Map<String, String> environment = Map.of();

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Completes before any operation on a member does. */
    public volatile CompletableFuture<?> done = CompletableFuture.completedFuture(null);

    public volatile Runnable onShutdown = () -> {};

    @Override
    public ClusterView status() {
        asked.countDown();
        return view;
    }

    /** Returns when somebody has asked for the status. */
    public void awaitStatus() throws InterruptedException {
        asked.await();
    }

    @Override
    public void shutdown() {
        calls.add("shutdown");
        onShutdown.run();
    }

    @Override
    public CompletableFuture<MemberView> operate(Action.Operation operation, String member) {
        return record(operation.label(), member);
    }

    @Override
    public CompletableFuture<MemberView> signal(String member, String signal) {
        return record("signal " + signal, member);
    }

    @Override
    public CompletableFuture<MemberView> send(String member, byte[] bytes) {
        return record("send '" + new String(bytes, StandardCharsets.UTF_8) + "'", member);
    }

    @Override
    public CompletableFuture<List<MemberView>> add(int count) {
        calls.add("add " + count);
        return CompletableFuture.completedFuture(List.of(ViewFixtures.worker(2, LifecycleState.READY, null)));
    }

    @Override
    public ExecView exec(String member) {
        return new ExecView(record("exec", member).join().directory(), List.of(), environment);
    }

    private CompletableFuture<MemberView> record(String operation, String member) {
        calls.add(operation + " " + member);
        if (member.equals("broken")) {
            throw new IllegalStateException("a mistake in the manager");
        }
        MemberView known = view.member(member)
                .orElseThrow(() -> new OperationRefusedException(
                        OperationRefusedException.Reason.MEMBER_NOT_FOUND, "no member " + member));
        return done.thenApply(unused -> known);
    }
}
