package dev.runner.api;

import dev.runner.cluster.ClusterState;
import dev.runner.supervisor.MemberState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster of two workers that does nothing but remember what it was asked for. */
public class RecordingOperations implements ManagerOperations {
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public volatile ClusterView view = ApiFixtures.cluster(
            ClusterState.READY,
            null,
            ApiFixtures.worker(0, MemberState.READY, null),
            ApiFixtures.worker(1, MemberState.READY, null));

    public volatile Runnable onShutdown = () -> {};

    @Override
    public ClusterView status() {
        return view;
    }

    @Override
    public void shutdown() {
        calls.add("shutdown");
        onShutdown.run();
    }

    @Override
    public MemberView stop(String member) {
        return record("stop", member);
    }

    @Override
    public MemberView start(String member) {
        return record("start", member);
    }

    @Override
    public MemberView restart(String member) {
        return record("restart", member);
    }

    @Override
    public MemberView pause(String member) {
        return record("pause", member);
    }

    @Override
    public MemberView resume(String member) {
        return record("resume", member);
    }

    @Override
    public MemberView signal(String member, String signal) {
        return record("signal " + signal, member);
    }

    @Override
    public MemberView kill(String member) {
        return record("kill", member);
    }

    private MemberView record(String operation, String member) {
        calls.add(operation + " " + member);
        if (member.equals("broken")) {
            throw new IllegalStateException("a mistake in the manager");
        }
        return view.member(member)
                .orElseThrow(
                        () -> new OperationRefused(OperationRefused.Reason.MEMBER_NOT_FOUND, "no member " + member));
    }
}
