package dev.runner.supervisor.process;

import dev.runner.util.FileFailure;
import dev.runner.util.StateOrigin;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A small process that outlives this one by a moment: it holds a pipe whose other end only this JVM has, and when the
 * pipe ends, however this JVM ended, it kills every group that it was told of and sweeps for the cluster's cookie until
 * nothing is left. A second one of the same kind does the same, should somebody kill this JVM and the first together.
 * It is started a moment later, so that the start of a cluster does not wait for it.
 *
 * <p>What they are told is also written to a {@linkplain ProcessJournal journal}, by which a later start finds what is
 * left when all three were killed.
 */
final class Guardian implements AutoCloseable {
    private static final long SECOND_AFTER_MILLIS = 1000;

    private final Path directory;
    private final StateOrigin origin;
    private final Path journal;
    private final Consumer<String> problems;
    private final GuardianProcess first;
    private final GuardianProcess second;
    private boolean unnoted;

    /**
     * @param directory for the scripts and the journal
     * @param cgroup the directory of the run's control group, or empty
     * @param problems is told when a guardian died or cannot be started
     */
    Guardian(Path directory, String runId, String cgroup, ProcessTable table, Consumer<String> problems)
            throws IOException {
        this.directory = directory;
        this.origin = StateOrigin.of(directory);
        this.journal = directory.resolve(ProcessJournal.NAME);
        this.problems = problems;
        Map<String, String> environment = Map.of("MULTIHOST_GUARDED_RUN", runId, "MULTIHOST_GUARDED_CGROUP", cgroup);
        this.first = new GuardianProcess(directory.resolve("guardian.sh"), environment, problems);
        // Under another name: whoever kills all that is called so still leaves one.
        this.second = new GuardianProcess(directory.resolve("standby.sh"), environment, problems);
        Files.writeString(
                journal,
                ProcessJournal.header(directory, table) + ("run " + runId + " " + cgroup).strip() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    void start() throws IOException, LaunchException {
        first.start();
        CompletableFuture.delayedExecutor(SECOND_AFTER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(this::startSecond);
    }

    private void startSecond() {
        try {
            second.start();
        } catch (IOException | LaunchException e) {
            problems.accept("there is no second guardian: " + e.getMessage());
        }
    }

    long pid() {
        return first.pid();
    }

    /** For tests: 0 until it has been started. */
    long secondPid() {
        return second.pid();
    }

    /** From now on this group dies with this JVM. */
    void watch(long group, String startTime) {
        note("+ " + group + " " + startTime);
        first.watch(group);
        second.watch(group);
    }

    /** Nothing of this group is left; its number may be another's soon. */
    void forget(long group) {
        note("- " + group);
        first.forget(group);
        second.forget(group);
    }

    private synchronized void note(String line) {
        // Opened anew for each line: whoever cleans up the directory may have removed it.
        try {
            if (isInPlace()) {
                try (FileOutputStream out = new FileOutputStream(journal.toFile(), true)) {
                    out.write(((unnoted ? "\n" : "") + line + "\n").getBytes(StandardCharsets.US_ASCII));
                    unnoted = false;
                }
            }
        } catch (IOException e) {
            if (!unnoted) {
                problems.accept("what runs cannot be noted in " + journal + ": " + FileFailure.reason(e));
            }
            unnoted = true;
        }
    }

    /** Not where another directory has taken the place of this one, whose journal is another run's. */
    private boolean isInPlace() throws IOException {
        return Files.isDirectory(directory) && origin.isSameDirectory(StateOrigin.of(directory));
    }

    /** Ends the guardians, which first kill what they still guard; waits for their end. */
    @Override
    public void close() {
        close(false);
    }

    /**
     * The same. Nothing is left then, so the journal goes.
     *
     * @param nothingLeft whether they need not look for anything: no process of the run is alive, and its control group
     *     is gone. They do all the same where they know of a group that was not forgotten.
     */
    void close(boolean nothingLeft) {
        first.end(nothingLeft);
        second.end(nothingLeft);
        first.awaitEnd();
        second.awaitEnd();
        try {
            if (isInPlace()) {
                Files.deleteIfExists(journal);
            }
        } catch (IOException e) {
            problems.accept("the journal " + journal + " cannot be removed: " + FileFailure.reason(e));
        }
    }
}
