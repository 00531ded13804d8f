package dev.runner.supervisor.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small process that outlives this one by a moment: it holds a pipe whose other end only this JVM has, and when the
 * pipe ends, however this JVM ended, it kills every group that it was told of and sweeps for the cluster's cookie until
 * nothing is left. It is replaced when it dies, and told everything anew.
 *
 * <p>What it is told is also written to a journal file, by which a later start finds what both left behind when both
 * were killed.
 */
final class Guardian implements AutoCloseable {
    private static final String SCRIPT = "guardian.sh";

    private static final String NOTHING_LEFT = ".";

    private static final long SHORT_LIFE_NANOS = 200_000_000;

    private final Path directory;
    private final Path script;
    private final Path journal;
    private final String runId;
    private final String cgroup;
    private final Consumer<String> problems;
    private final Set<Long> groups = new LinkedHashSet<>();
    private @Nullable Process process;
    private boolean closing;
    private boolean irreplaceable;
    private boolean unnoted;

    /**
     * @param directory for the script and the journal
     * @param cgroup the directory of the run's control group, or empty
     * @param problems is told when the guardian died or cannot be started
     */
    Guardian(Path directory, String runId, String cgroup, Consumer<String> problems) throws IOException {
        this.directory = directory;
        this.script = directory.resolve(SCRIPT);
        this.journal = directory.resolve(OrphanReaper.JOURNAL);
        this.runId = runId;
        this.cgroup = cgroup;
        this.problems = problems;
        Files.writeString(journal, "run " + runId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void start() throws IOException, LaunchException {
        // Anew for each start: whoever cleans up the directory may have removed it.
        try (InputStream text = Objects.requireNonNull(Guardian.class.getResourceAsStream(SCRIPT))) {
            Files.write(script, text.readAllBytes());
        }
        ProcessBuilder builder = new ProcessBuilder(SetsidCommand.command(List.of("/bin/sh", script.toString())));
        builder.environment().remove("MULTIHOST_COOKIE");
        builder.environment().put("MULTIHOST_GUARDED_RUN", runId);
        builder.environment().put("MULTIHOST_GUARDED_CGROUP", cgroup);
        builder.directory(directory.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process started = builder.start();
        process = started;
        for (long group : groups) {
            tell("+ " + group);
        }
        long startedNanos = System.nanoTime();
        var unused = started.onExit().thenRun(() -> replaceAfter(System.nanoTime() - startedNanos));
    }

    synchronized long pid() {
        return process == null ? 0 : process.pid();
    }

    /** From now on this group dies with this JVM. */
    synchronized void watch(long group, String startTime) {
        groups.add(group);
        note("+ " + group + " " + startTime);
        tell("+ " + group);
    }

    /** Nothing of this group is left; its number may be another's soon. */
    synchronized void forget(long group) {
        groups.remove(group);
        note("- " + group);
        tell("- " + group);
    }

    /** One that did not live long may never do: it is not started anew without a pause. */
    private void replaceAfter(long livedNanos) {
        long pause = Math.max(0, SHORT_LIFE_NANOS - livedNanos);
        CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS).execute(this::replace);
    }

    private void replace() {
        synchronized (this) {
            if (closing) {
                return;
            }
            try {
                start();
            } catch (IOException | LaunchException e) {
                if (!irreplaceable) {
                    irreplaceable = true;
                    problems.accept("the guardian died and cannot be replaced, which is tried again every second: "
                            + e.getMessage());
                }
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::replace);
                return;
            }
            irreplaceable = false;
        }
        problems.accept("the guardian died and was replaced");
    }

    private void tell(String line) {
        Process current = process;
        if (current == null) {
            return;
        }
        try {
            OutputStream out = current.getOutputStream();
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            // It has just died. Its replacement is told of every group anew, so nothing is lost with this line; what is
            // worth telling is said when it is replaced.
            current.destroyForcibly();
        }
    }

    private void note(String line) {
        // Opened anew for each line: whoever cleans up the directory may have removed it.
        try (FileOutputStream out = new FileOutputStream(journal.toFile(), true)) {
            out.write(((unnoted ? "\n" : "") + line + "\n").getBytes(StandardCharsets.US_ASCII));
            unnoted = false;
        } catch (IOException e) {
            if (!unnoted) {
                problems.accept("what runs cannot be noted in " + journal + ": " + e.getMessage());
            }
            unnoted = true;
        }
    }

    /** Ends the guardian, which first kills what it still guards; waits for its end. */
    @Override
    public void close() {
        close(false);
    }

    /**
     * The same.
     *
     * @param nothingLeft whether it need not look for anything: no process of the run is alive, and its control group
     *     is gone. It does all the same where it knows of a group that was not forgotten.
     */
    void close(boolean nothingLeft) {
        Process last;
        synchronized (this) {
            closing = true;
            last = process;
            if (nothingLeft && groups.isEmpty()) {
                tell(NOTHING_LEFT);
            }
        }
        if (last == null) {
            return;
        }
        try {
            last.getOutputStream().close();
        } catch (IOException e) {
            problems.accept("the guardian's pipe could not be closed: " + e.getMessage());
        }
        last.onExit().join();
    }
}
