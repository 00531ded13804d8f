package dev.runner.manager;

import dev.runner.cluster.ClusterOutcome;
import dev.runner.cluster.ProcessCluster;
import dev.runner.supervisor.Action;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Notices that the cluster's directory has gone while the cluster runs. Without it no command finds the manager, so a
 * cluster whose directory was removed is stopped. One that was moved goes on, and is told of: commands find it in its
 * new place.
 */
final class DirectoryWatch {
    private static final long INTERVAL_MILLIS = 500;

    private final ProcessCluster cluster;
    private final Consumer<String> problems;
    private final Runnable alsoLook;
    private final Consumer<Path> found;
    private Path known;

    /**
     * Nothing is looked at yet.
     *
     * @param alsoLook is called at each look, too
     * @param found is given the directory, wherever it is now, at each look that finds it
     */
    DirectoryWatch(ProcessCluster cluster, Consumer<String> problems, Runnable alsoLook, Consumer<Path> found) {
        this.cluster = cluster;
        this.problems = problems;
        this.alsoLook = alsoLook;
        this.found = found;
        this.known = cluster.directory();
    }

    /** Looks now and then, until the cluster has ended. */
    ClusterOutcome awaitEnd() throws InterruptedException, ExecutionException {
        boolean stopped = false;
        while (true) {
            try {
                return cluster.ended().get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                alsoLook.run();
                stopped = stopped || look();
            }
        }
    }

    /** @return whether it was removed */
    private boolean look() {
        Optional<Path> now = cluster.whereabouts();
        if (now.isEmpty()) {
            problems.accept("the cluster's directory " + known + " was removed: all members are stopped");
            cluster.stop(Action.ShutdownReason.DIRECTORY_REMOVED);
            return true;
        }
        if (!now.get().equals(known)) {
            problems.accept("the cluster's directory was moved from " + known + " to " + now.get()
                    + ": no member can be started until it is moved back; `runner down` there stops the cluster");
            known = now.get();
        }
        found.accept(known);
        return false;
    }
}
