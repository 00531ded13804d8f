package dev.runner.cli;

import dev.runner.cluster.ClusterState;
import dev.runner.cluster.ProcessCluster;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerClient;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerUnreachableException;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.FileOwner;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Finds out from another terminal what has become of a cluster. Never shows a dead manager's last words as the truth.
 */
final class ClusterStatusReader {
    /** How long a manager that lives may fail to answer: it may be busy, or be between its last answer and its end. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private ClusterStatusReader() {}

    /** What was found: one of the records below. */
    interface Observation {}

    /** The manager answers. */
    record Running(ManagerFile file, ManagerClient client, ClusterView view) implements Observation {}

    /** The manager is dead and had no time to say so. The view has no members: nothing is known about them. */
    record ManagerDied(ManagerFile file, ClusterView view) implements Observation {}

    /** The manager has ended and left its last status. */
    record Ended(LastStatus last) implements Observation {}

    /** The manager's file cannot be understood. */
    static final class DamagedStateException extends CommandFailedException {
        private static final long serialVersionUID = 1;

        DamagedStateException(String message, Throwable cause) {
            super(ExitCode.FAILED, message, cause);
        }
    }

    /**
     * Asks the manager, or explains its silence.
     *
     * @throws CommandFailedException when the manager lives and does not answer
     */
    static Observation observe(ClusterLocation cluster) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<ManagerFile> file = managerFile(cluster);
            if (file.isEmpty()) {
                return ended(cluster);
            }
            StateOrigin here = StateOrigin.of(cluster.path());
            if (!file.get().origin().isSameDirectory(here)
                    || !file.get().origin().isSameMachine(here)) {
                return elsewhere(cluster, file.get(), here);
            }
            ManagerClient client = new ManagerClient(file.get());
            try {
                return new Running(file.get(), client, client.status());
            } catch (ManagerUnreachableException e) {
                boolean alive = file.get().manager().isAlive();
                if (!alive && managerFile(cluster).equals(file) && !ProcessCluster.isManaged(cluster.path())) {
                    return new ManagerDied(file.get(), viewOfDead(file.get()));
                }
                if (System.nanoTime() > deadline) {
                    throw alive ? silent(file.get(), e) : outOfSight(cluster, file.get());
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static Optional<ManagerFile> managerFile(ClusterLocation cluster) throws IOException {
        try {
            return ManagerFile.read(cluster.path());
        } catch (IllegalArgumentException e) {
            throw new DamagedStateException(
                    cluster.path().resolve(ManagerFile.NAME) + " is damaged (" + e.getMessage()
                            + "): `runner down` stops what may still run, and removes it.",
                    e);
        }
    }

    /**
     * Of a file that was written in another directory, on another machine or in another container, where its pid means
     * another process than here. Only the lock tells whether its manager lives.
     */
    private static Observation elsewhere(ClusterLocation cluster, ManagerFile file, StateOrigin here)
            throws IOException {
        if (ProcessCluster.isManaged(cluster.path())) {
            throw outOfSight(cluster, file);
        }
        if (file.origin().isSameDirectory(here)) {
            return new ManagerDied(file, viewOfDead(file));
        }
        throw new CommandFailedException(
                ExitCode.NOT_FOUND,
                "no cluster is running here: " + cluster.path() + " is a copy of " + file.path()
                        + ", whose cluster was running when it was copied; it is not touched from here. "
                        + file.startHint());
    }

    private static CommandFailedException outOfSight(ClusterLocation cluster, ManagerFile file) {
        return new CommandFailedException(
                ExitCode.FAILED,
                "'" + cluster.name() + "' runs, but its manager (pid " + file.pid()
                        + " there) is in another container or on another machine, and cannot be reached from here."
                        + " Call this where it was started.");
    }

    /** The names of the cluster's members; empty where its manager died, or does not answer. */
    static List<String> members(ClusterLocation cluster) throws IOException, InterruptedException {
        Optional<ManagerFile> file = managerFile(cluster);
        try {
            Optional<ClusterView> view = file.isPresent() && ClusterFinder.isHere(file.get(), cluster)
                    ? Optional.of(new ManagerClient(file.get()).status())
                    : LastStatus.read(cluster.path()).map(LastStatus::view);
            return view.stream()
                    .flatMap(found -> found.members().stream())
                    .map(MemberView::name)
                    .toList();
        } catch (ManagerUnreachableException e) {
            return List.of();
        }
    }

    private static Observation ended(ClusterLocation cluster) throws IOException {
        return new Ended(LastStatus.read(cluster.path())
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.NOT_FOUND, "'" + cluster.name() + "' is not running. Start it with `runner up`.")));
    }

    private static ClusterView viewOfDead(ManagerFile file) {
        return new ClusterView(
                file.cluster(),
                file.network(),
                ClusterState.FAILED,
                new ClusterView.Manager(file.manager().pid(), file.api()),
                null,
                List.of(),
                null,
                "the manager (pid " + file.manager().pid() + ") died; " + afterDeath(file),
                null);
    }

    /** A guardian that is gone has done its work, or was killed as well. */
    private static String afterDeath(ManagerFile file) {
        return file.guardian() != null && file.guardian().isAlive()
                ? "its guardian stops what it left running."
                : "`runner down` stops what it may have left running.";
    }

    private static CommandFailedException silent(ManagerFile file, ManagerUnreachableException e) {
        String remedy = file.manager().isStopped()
                ? "The manager (pid " + file.manager().pid()
                        + ") is stopped, by Ctrl-Z for one: continue it with `fg` in" + " its terminal, or `kill -CONT "
                        + file.manager().pid() + "`."
                : remedyFor(file);
        return new CommandFailedException(ExitCode.FAILED, e.getMessage() + ". " + remedy, e);
    }

    private static String remedyFor(ManagerFile file) {
        return file.manager()
                .find()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(FileOwner::isOfAnother)
                .map(process -> "The manager is alive and runs as " + FileOwner.describe(process)
                        + ": run this command as that user.")
                .orElse("The manager is alive: wait, or end it with `kill -9 "
                        + file.manager().pid() + "`, after which its guardian stops all members.");
    }

    /** Says that nothing runs, and since when. */
    static CommandFailedException notRunning(LastStatus last) {
        String how = last.view().state() == ClusterState.FAILED ? "' has failed at " : "' ended at ";
        return new CommandFailedException(
                ExitCode.NOT_FOUND,
                "no cluster is running here: '" + last.view().cluster() + how
                        + last.endedAt().truncatedTo(ChronoUnit.SECONDS) + ". " + last.startHint());
    }
}
