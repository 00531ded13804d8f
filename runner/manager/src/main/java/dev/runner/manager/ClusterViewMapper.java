package dev.runner.manager;

import dev.runner.cluster.ClusterStatus;
import dev.runner.cluster.DebuggerOptions;
import dev.runner.cluster.MemberStatus;
import dev.runner.cluster.PendingReason;
import dev.runner.cluster.plan.PlannedPort;
import dev.runner.cluster.readiness.ProbeStatus;
import dev.runner.loopback.Endpoint;
import dev.runner.manager.api.ActionView;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.ExitView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.Signals;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the cluster knows into what the API shows. */
final class ClusterViewMapper {
    private ClusterViewMapper() {}

    static ClusterView of(
            ClusterStatus status, ClusterView.Manager manager, @Nullable String apiKey, DebuggerOptions debugging) {
        return new ClusterView(
                status.plan().name(),
                status.plan().network().number(),
                status.state(),
                manager,
                status.plan().coordinatorUrl(),
                status.members().stream().map(member -> of(member, debugging)).toList(),
                apiKey,
                status.fatal() == null ? null : status.fatal().message(),
                status.formed());
    }

    static MemberView of(MemberStatus status, DebuggerOptions debugging) {
        MemberSnapshot now = status.now();
        return new MemberView(
                status.planned().name(),
                status.planned().kind(),
                status.planned().ordinal(),
                status.planned().address(),
                now.pid() == 0 ? null : now.pid(),
                now.state(),
                now.restarts(),
                now.pid() == 0 ? null : millis(now.startedAt()),
                exit(now.lastExit()),
                status.planned().directory().toString(),
                status.planned().url(),
                status.formed(),
                now.operatorActions().paused(),
                debugging.endpoint(status.planned()).map(Endpoint::toString).orElse(null),
                now.action() == null ? null : now.action().describe(),
                now.action() == null ? null : ActionView.of(now.action()),
                status.planned().ports().stream().map(PlannedPort::describe).toList(),
                pending(status.pending()));
    }

    private static @Nullable PendingView pending(@Nullable PendingReason pending) {
        if (pending == null) {
            return null;
        }
        ProbeStatus seen = pending.probe();
        return new PendingView(
                pending.missing().name().toLowerCase(Locale.ROOT),
                pending.text(),
                seen == null ? null : seen.probe(),
                seen == null ? null : seen.remarkedAnswer(),
                seen == null ? 0 : seen.attempts(),
                seen == null ? null : millis(seen.since()),
                seen == null ? List.of() : seen.output(),
                pending.lastLines());
    }

    private static @Nullable ExitView exit(@Nullable ExitRecord exit) {
        if (exit == null) {
            return null;
        }
        Instant at = exit.at().truncatedTo(ChronoUnit.MILLIS);
        return switch (exit.status().kind()) {
            case CODE -> ExitView.ofCode(exit.status().number(), at);
            case SIGNAL -> ExitView.ofSignal(Signals.name(exit.status().number()), at);
            case UNKNOWN -> ExitView.unknown(at);
        };
    }

    private static @Nullable Instant millis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
