package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.PlannedOrder;
import dev.runner.cluster.plan.PlannedStart;
import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.RestartRule;
import dev.runner.cluster.spec.StopOrder;
import dev.runner.cluster.spec.StopRule;
import dev.runner.cluster.spec.StopSignal;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.OperatorInterventions;
import dev.runner.supervisor.SupervisorSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members and their states, written as short as {@code "a:ready b:stopped!"}: the marks say that somebody asked for it
 * ({@code !}), and that it is paused ({@code ~}). */
final class MemberSnapshotFixtures {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private MemberSnapshotFixtures() {}

    /** {@code "a b<a c<a,b"}: b starts after a, c after both. */
    static List<PlannedMember> planned(String members) {
        return Arrays.stream(members.split(" ", -1))
                .map(MemberSnapshotFixtures::one)
                .toList();
    }

    private static PlannedMember one(String text) {
        String[] parts = text.split("<", 2);
        return new PlannedMember(
                parts[0],
                parts[0],
                0,
                "127.200.0.1",
                List.of("/bin/true"),
                Map.of(),
                Map.of(),
                Path.of("/nowhere"),
                List.of(),
                new ReadinessRule(new Probe.Notice(), SECOND, SECOND),
                null,
                new StopRule(StopSignal.TERM, SECOND, StopOrder.AS_STARTED),
                new RestartRule(List.of(55), SECOND, SECOND, SECOND, 5, Duration.ofSeconds(60)),
                PlannedOrder.after(parts.length == 1 ? List.of() : List.of(parts[1].split(",", -1))),
                PlannedStart.PLAIN);
    }

    static SupervisorSnapshot states(String states) {
        return new SupervisorSnapshot(Arrays.stream(states.split(" ", -1))
                .map(text -> state(text.split(":", 2)))
                .toList());
    }

    private static MemberSnapshot state(String[] nameAndState) {
        boolean asked = nameAndState[1].endsWith("!");
        boolean paused = nameAndState[1].endsWith("~");
        String state = nameAndState[1].replaceAll("[!~]", "").toUpperCase(Locale.ROOT);
        return snapshot(
                nameAndState[0],
                LifecycleState.valueOf(state),
                1,
                asked ? Action.Operation.STOP : null,
                new OperatorInterventions(
                        paused ? OperatorInterventions.PauseState.COMPLETE : OperatorInterventions.PauseState.NONE,
                        0,
                        0,
                        null,
                        null));
    }

    static MemberSnapshot snapshot(String name, LifecycleState state, int incarnation, @Nullable Action action) {
        return snapshot(name, state, incarnation, action, OperatorInterventions.NOTHING);
    }

    private static MemberSnapshot snapshot(
            String name,
            LifecycleState state,
            int incarnation,
            @Nullable Action action,
            OperatorInterventions operatorActions) {
        long pid = state.isAlive() ? 7 : 0;
        return new MemberSnapshot(
                new MemberId(name), state, incarnation, pid, 0, null, null, null, null, action, operatorActions);
    }
}
