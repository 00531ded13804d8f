package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedSetup;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberSpec;
import dev.runner.supervisor.RestartPolicy;
import dev.runner.supervisor.StartCommands;
import dev.runner.supervisor.StopPolicy;
import dev.runner.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are run once when all members are ready. They are supervised like a member of their own, which is
 * not shown as one: they are killed with the cluster, and nothing of them is left. What has been done is noted in the
 * cluster's directory.
 */
final class SetupRunner {
    /** Also the name of its log; no member may be called so. */
    static final MemberId ID = new MemberId(ClusterPlan.SETUP);

    private static final String NOTE = ".multihost-setup";

    private final Supervisor supervisor;
    private final @Nullable PlannedSetup plan;
    private boolean asked;

    SetupRunner(@Nullable PlannedSetup plan, Supervisor supervisor, Path log) {
        this.supervisor = supervisor;
        this.plan = isDone(plan) ? null : plan;
        if (this.plan != null) {
            supervisor.add(spec(this.plan, log));
        }
    }

    private static boolean isDone(@Nullable PlannedSetup plan) {
        try {
            return plan == null
                    || MemberPreparation.steps("setup", plan.commands(), 0, note(plan))
                            .isEmpty();
        } catch (IOException e) {
            // It is read again when it is begun, and the failure told then.
            return false;
        }
    }

    private static Path note(PlannedSetup plan) {
        return plan.directory().resolve(NOTE);
    }

    private static MemberSpec spec(PlannedSetup plan, Path log) {
        List<String> noopCommand = List.of("/bin/sh", "-c", ":");
        return new MemberSpec(
                ID,
                noopCommand,
                plan.environment(),
                plan.directory(),
                log,
                StopPolicy.STANDARD,
                new RestartPolicy(
                        Set.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        0,
                        Duration.ofSeconds(1)),
                false,
                () -> {
                    Files.createDirectories(plan.directory());
                    return new StartCommands(
                            MemberPreparation.steps("setup", plan.commands(), 0, note(plan)), noopCommand);
                });
    }

    static boolean isAbout(MemberSnapshot member) {
        return member.id().equals(ID);
    }

    /** Whether the cluster is not ready before this is done. */
    boolean isAwaited() {
        return plan != null && state() != LifecycleState.STOPPED;
    }

    /** Whether something of it may be running. */
    boolean isAlive() {
        return plan != null && state().isAlive();
    }

    /** To be called when all members are ready; again: does nothing. */
    void begin() {
        if (!asked) {
            asked = true;
            supervisor.start(ID, null);
        }
    }

    /** Does nothing where it does not run. */
    void kill(Action.Shutdown reason) {
        if (isAlive()) {
            supervisor.kill(ID, reason);
        }
    }

    private LifecycleState state() {
        return supervisor.snapshot().member(ID).map(MemberSnapshot::state).orElse(LifecycleState.STOPPED);
    }
}
