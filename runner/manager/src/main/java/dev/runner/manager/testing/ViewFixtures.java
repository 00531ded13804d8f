package dev.runner.manager.testing;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ActionView;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.ExitView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views as a manager would make them. */
public final class ViewFixtures {
    public static final Instant STARTED = Instant.parse("2026-01-01T10:00:00Z");

    private ViewFixtures() {}

    public static MemberView worker(int ordinal, LifecycleState state, @Nullable ExitView lastExit) {
        String address = "127.100." + ordinal + ".1";
        boolean runs = state == LifecycleState.READY;
        return new MemberView(
                "worker-" + ordinal,
                "worker",
                ordinal,
                address,
                runs ? 4_000_000L + ordinal : null,
                state,
                lastExit == null ? 0 : 1,
                runs ? STARTED : null,
                lastExit,
                "/w/worker-" + ordinal,
                "http://" + address + ":28080",
                null,
                false,
                null,
                null,
                null,
                List.of("28080"),
                null);
    }

    /** The same, with another directory. */
    public static MemberView in(Path directory, MemberView worker) {
        return new MemberView(
                worker.name(),
                worker.kind(),
                worker.ordinal(),
                worker.address(),
                worker.pid(),
                worker.state(),
                worker.restarts(),
                worker.startedAt(),
                worker.lastExit(),
                directory.toString(),
                worker.url(),
                worker.formed(),
                worker.paused(),
                worker.debug(),
                worker.cause(),
                worker.action(),
                worker.ports(),
                worker.pending());
    }

    /** A worker that somebody has done something to. */
    public static MemberView operatorActions(
            int ordinal, LifecycleState state, boolean paused, @Nullable Action action) {
        MemberView worker = worker(ordinal, state, null);
        return new MemberView(
                worker.name(),
                worker.kind(),
                ordinal,
                worker.address(),
                worker.pid(),
                state,
                0,
                worker.startedAt(),
                null,
                worker.directory(),
                worker.url(),
                worker.formed(),
                paused,
                worker.debug(),
                action == null ? null : action.describe(),
                action == null ? null : ActionView.of(action),
                worker.ports(),
                null);
    }

    /** A worker that something is waited for. */
    public static MemberView pending(LifecycleState state, PendingView pending) {
        MemberView worker = worker(0, state, null);
        return new MemberView(
                worker.name(),
                worker.kind(),
                worker.ordinal(),
                worker.address(),
                4_000_000L,
                state,
                0,
                STARTED,
                null,
                worker.directory(),
                worker.url(),
                pending.missing().equals("formed") ? false : null,
                false,
                null,
                null,
                null,
                worker.ports(),
                pending);
    }

    public static ClusterView cluster(ClusterState state, @Nullable String fatal, MemberView... members) {
        return new ClusterView(
                "default",
                100,
                state,
                new ClusterView.Manager(1, "http://127.100.254.1:28080"),
                "http://127.100.255.1:28080",
                List.of(members),
                "secret",
                fatal,
                null);
    }
}
