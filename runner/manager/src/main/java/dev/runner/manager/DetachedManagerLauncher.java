package dev.runner.manager;

import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.JsonMaps;
import dev.runner.manager.api.ManagerClient;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerUnreachableException;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.output.Terminal;
import dev.runner.manager.warm.CurrentJvmCommandLine;
import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.SetsidCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts a manager that outlives this terminal: in a session of its own, with its messages in {@code manager.log}, so
 * that it holds none of the caller's pipes. Shows those messages until its cluster is ready, or has failed.
 */
public final class DetachedManagerLauncher {
    /** Hands the manager a key: an environment is private to its user, a command line is not. */
    public static final String API_KEY = "MULTIHOST_UP_API_KEY";

    private static final long PAUSE_MILLIS = 20;

    private static final Duration FIRST_QUESTION = Duration.ofSeconds(2);
    private static final Duration NEXT_QUESTION = Duration.ofMillis(500);

    private final Terminal terminal;
    private final Path directory;
    private final Path log;
    private final StopSignalHandler signals = new StopSignalHandler();
    private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private long shown;
    private boolean startTold;

    /** @param directory the cluster's own directory, which need not exist yet */
    public DetachedManagerLauncher(Terminal terminal, Path directory) {
        this.terminal = terminal;
        this.directory = directory;
        this.log = directory.resolve("manager.log");
    }

    /**
     * Starts it and waits.
     *
     * @param words the command line of the manager
     * @param environment what it gets besides ours
     * @param json whether the status is printed when it is ready
     * @return the exit code: 0 when the cluster is ready, else that of the manager; after a signal that came before,
     *     the manager has been asked to end and has, and it is 128 and the signal
     */
    public int start(List<String> words, Map<String, String> environment, boolean json)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        ManagerFiles.writeGitignore(directory);
        shown = Files.exists(log) ? Files.size(log) : 0;
        signals.handle(signal -> stop(), this::kill);
        Process manager = spawn(words, environment);
        running.set(manager);
        boolean ready = awaitReady(manager);
        if (signals.first() != 0) {
            // Also where it came before the manager was there, or as it became ready: who says stop means it.
            stop();
            return ended(manager, ExitCode.ofSignal(signals.first()));
        }
        if (!ready) {
            return ended(manager, manager.waitFor());
        }
        if (!json) {
            return startTold ? ExitCode.OK : ExitCode.FAILED;
        }
        return showStatus(manager);
    }

    /** Its API has just begun to start, so it may take a while to answer. */
    private int showStatus(Process manager) throws IOException, InterruptedException {
        Optional<ClusterView> view = view(manager.pid());
        while (view.isEmpty()) {
            if (signals.first() != 0) {
                stop();
                return ended(manager, ExitCode.ofSignal(signals.first()));
            }
            if (manager.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return ended(manager, manager.exitValue()); // it has failed just after
            }
            view = view(manager.pid());
        }
        terminal.line(JsonMaps.writePretty(view.get().toJson()));
        return view.get().state() == ClusterState.READY ? ExitCode.OK : ExitCode.FAILED;
    }

    private void stop() {
        Process manager = running.get();
        if (manager != null && asked.compareAndSet(false, true)) {
            manager.destroy();
        }
    }

    /** By a second signal to the manager, to which it kills its cluster. */
    private void kill() {
        Process manager = running.get();
        if (manager != null) {
            manager.destroy();
        }
    }

    private int ended(Process manager, int exitCode) throws IOException, InterruptedException {
        while (!manager.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            showNewLines(false);
        }
        showNewLines(true);
        return exitCode;
    }

    private Process spawn(List<String> words, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(CurrentJvmCommandLine.command());
        command.addAll(words);
        ProcessBuilder builder;
        try {
            builder = new ProcessBuilder(SetsidCommand.command(command));
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectErrorStream(true);
        return builder.start();
    }

    /**
     * Waits for the manager's messages about the end of the start. Its API is only asked now and then, for a start
     * whose end has none: a member has failed and the others go on, or its messages cannot be written.
     *
     * @return false when the manager ended instead, or this process was asked to
     */
    private boolean awaitReady(Process manager) throws IOException, InterruptedException {
        long nextQuestion = System.nanoTime() + FIRST_QUESTION.toNanos();
        while (!manager.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            showNewLines(false);
            if (signals.first() != 0) {
                return false;
            }
            if (startTold) {
                return true;
            }
            if (System.nanoTime() - nextQuestion >= 0) {
                nextQuestion = System.nanoTime() + NEXT_QUESTION.toNanos();
                Optional<ClusterView> view = view(manager.pid());
                if (view.isPresent() && hasStarted(view.get())) {
                    showNewLines(false);
                    startTold |= view.get().state() == ClusterState.READY;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasStarted(ClusterView view) {
        return view.state() == ClusterState.READY || view.state() == ClusterState.DEGRADED;
    }

    private Optional<ClusterView> view(long pid) throws IOException, InterruptedException {
        Optional<ManagerFile> file =
                ManagerFile.read(directory).filter(found -> found.manager().pid() == pid);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ManagerClient(file.get()).status());
        } catch (ManagerUnreachableException e) {
            // Its API does not answer yet, or no more: the next look tells, as does the end of the process.
            return Optional.empty();
        }
    }

    /** @param all also a last line that has no end, where no more can come */
    private void showNewLines(boolean all) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            // Somebody may have emptied it.
            shown = Math.min(shown, in.length());
            in.seek(shown);
            byte[] bytes = new byte[(int) (in.length() - shown)];
            in.readFully(bytes);
            int lines = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1;
            int end = all ? bytes.length : lines;
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::show);
            shown += end;
        }
    }

    private void show(String line) {
        startTold |= line.startsWith(Manager.LAST_WORDS_OF_START);
        terminal.note(line);
    }
}
