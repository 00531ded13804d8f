package dev.runner.cli;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerClient;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerUnreachableException;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import java.io.IOException;
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

    /**
     * Asks the manager, or explains its silence.
     *
     * @throws CommandFailedException when the manager lives and does not answer
     */
    static Observation observe(ClusterLocation cluster) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<ManagerFile> file = ManagerFile.read(cluster.path());
            if (file.isEmpty()) {
                return ended(cluster);
            }
            ManagerClient client = new ManagerClient(file.get());
            try {
                return new Running(file.get(), client, client.status());
            } catch (ManagerUnreachableException e) {
                if (!file.get().manager().isAlive()) {
                    if (ManagerFile.read(cluster.path()).equals(file)) {
                        return new ManagerDied(file.get(), viewOfDead(file.get()));
                    }
                } else if (System.nanoTime() > deadline) {
                    throw silent(file.get(), e);
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** The names of the cluster's members; empty where its manager died, or does not answer. */
    static List<String> members(ClusterLocation cluster) throws IOException, InterruptedException {
        Optional<ManagerFile> file = ManagerFile.read(cluster.path());
        try {
            Optional<ClusterView> view = file.isPresent()
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
                .flatMap(process -> process.info().user())
                .filter(user -> !user.equals(System.getProperty("user.name")))
                .map(user -> "The manager is alive and runs as " + user + ": run this command as " + user + ".")
                .orElse("The manager is alive: wait, or end it with `kill -9 "
                        + file.manager().pid() + "`, after which its guardian stops all members.");
    }

    /** Says that nothing runs, and since when. */
    static CommandFailedException notRunning(LastStatus last) {
        String how = last.view().state() == ClusterState.FAILED ? "' has failed at " : "' ended at ";
        return new CommandFailedException(
                ExitCode.NOT_FOUND,
                "no cluster is running here: '" + last.view().cluster() + how
                        + last.endedAt().truncatedTo(ChronoUnit.SECONDS) + ". Start it with `runner up`.");
    }
}
