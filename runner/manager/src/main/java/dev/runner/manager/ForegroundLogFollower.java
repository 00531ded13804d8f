package dev.runner.manager;

import dev.runner.cluster.ClusterListener;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.logs.LogFollower;
import dev.runner.cluster.logs.LogStartPosition;
import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.manager.output.BrokenPipeException;
import dev.runner.manager.output.OutputFailedException;
import dev.runner.manager.output.Terminal;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows the members' output in the foreground. It is read from their logs, so that a slow terminal holds no member up.
 */
final class ForegroundLogFollower {
    private final @Nullable LogFollower follower;
    private final @Nullable Thread thread;

    private ForegroundLogFollower(@Nullable LogFollower follower, @Nullable Thread thread) {
        this.follower = follower;
        this.thread = thread;
    }

    /**
     * Follows from now on, where that is wanted.
     *
     * @param nobodyReads called when the readers of both streams have gone
     */
    static ForegroundLogFollower of(
            ProcessCluster cluster, ManagerOptions request, Terminal terminal, Runnable nobodyReads)
            throws IOException {
        if (!request.followLogs()) {
            return new ForegroundLogFollower(null, null);
        }
        List<String> members = new ArrayList<>(
                cluster.plan().members().stream().map(PlannedMember::name).toList());
        if (cluster.plan().setup() != null) {
            members.add(ClusterPlan.SETUP);
        }
        LogFollower follower = new LogFollower(
                cluster.directory().resolve("logs"),
                members,
                LogStartPosition.NOW,
                new LogPrinter(terminal, members, request.rawLogs()));
        cluster.onOutput(follower::signal);
        cluster.listen(new ClusterListener() {
            @Override
            public void onAdded(PlannedMember member) {
                follower.add(member.name());
            }
        });
        Thread thread = new Thread(() -> follow(follower, terminal, nobodyReads), "logs");
        thread.setDaemon(true);
        thread.start();
        return new ForegroundLogFollower(follower, thread);
    }

    private static void follow(LogFollower follower, Terminal terminal, Runnable nobodyReads) {
        try (follower) {
            follower.run();
        } catch (IOException e) {
            terminal.error("the logs cannot be shown any more: " + FileFailure.describe(e));
        } catch (OutputFailedException e) {
            say(terminal, nobodyReads, e.getMessage());
        } catch (BrokenPipeException e) {
            say(terminal, nobodyReads, "nobody reads standard output any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Terminal terminal, Runnable nobodyReads, @Nullable String why) {
        try {
            terminal.error(why + ": the cluster goes on, and what its members write is in their logs only."
                    + " Ctrl-C or `runner down` stops it.");
        } catch (BrokenPipeException e) {
            nobodyReads.run();
        }
    }

    /** Shows what is left; waits a moment for it, but not for a terminal that has stopped. */
    void close(Duration patience) throws InterruptedException {
        if (follower != null && thread != null) {
            follower.stop();
            thread.join(patience.toMillis());
        }
    }
}
