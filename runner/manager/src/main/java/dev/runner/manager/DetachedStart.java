package dev.runner.manager;

import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.process.LibC;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The start of a manager in the background. The launch script has given this process a session of its own and a pipe,
 * and waits until a line on the pipe tells how the start went, or its end that this process has ended. Until then
 * messages go to the caller's terminal and to {@code manager.log}, afterwards only to the log, and nothing of the
 * caller's is held open.
 */
public final class DetachedStart {
    /** Set by the launch script: the number of the pipe's descriptor. */
    private static final String STATUS_DESCRIPTOR = "multihost.status.fd";

    /** Set by the launch script: the numbers of the descriptors that it could not close, with commas. */
    private static final String INHERITED_DESCRIPTORS = "multihost.inherited.fds";

    private static final Path NOTHING = Path.of("/dev/null");
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** What the script is told, in lower case. */
    enum Result {
        /** All members are ready. */
        READY,
        /** A member has failed, and the others go on. */
        DEGRADED,
        /** All are ready, and do not see each other in time; they go on. */
        UNFORMED
    }

    private final Terminal terminal;
    private final Path log;
    private final PrintStream copy;
    private final int status;
    private final AtomicBoolean ended = new AtomicBoolean();

    private DetachedStart(Terminal terminal, Path log, PrintStream copy, int status) {
        this.terminal = terminal;
        this.log = log;
        this.copy = copy;
        this.status = status;
    }

    /** Whether the launch script waits for the start of this process, so that there can be one. */
    public static boolean isPossible() {
        return descriptor().isPresent();
    }

    private static Optional<Integer> descriptor() {
        @Nullable Integer number = Integer.getInteger(STATUS_DESCRIPTOR);
        return Optional.ofNullable(number);
    }

    /**
     * Begins it: from now on messages go to the log too.
     *
     * @param clusterDirectory need not exist yet
     * @throws MachineNotReadyException where the log cannot be written, or the directory is another user's
     * @throws IllegalStateException where it is not possible
     */
    public static DetachedStart begin(Terminal terminal, Path clusterDirectory) throws MachineNotReadyException {
        int status = descriptor().orElseThrow(() -> new IllegalStateException("no " + STATUS_DESCRIPTOR + " is set"));
        ProcessCluster.requireOwn(clusterDirectory);
        Path log = clusterDirectory.resolve("manager.log");
        try {
            Files.createDirectories(clusterDirectory);
            ManagerFiles.writeGitignore(clusterDirectory);
            PrintStream copy = new PrintStream(
                    Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    false,
                    StandardCharsets.UTF_8);
            terminal.copyTo(copy);
            return new DetachedStart(terminal, log, copy, status);
        } catch (IOException e) {
            throw new MachineNotReadyException(
                    "the cluster's directory " + clusterDirectory + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    /**
     * The descriptors that the caller had open beyond its terminal: a lock, a pipe of its own. This process must not
     * keep them, as it outlives the caller by hours.
     */
    private static void closeInherited() {
        for (String number : System.getProperty(INHERITED_DESCRIPTORS, "").split(",", -1)) {
            if (!number.isEmpty()) {
                LibC.closeFd(Integer.parseInt(number));
            }
        }
    }

    /** Lets go of the terminal, and then tells the script, which ends. Only the first call has an effect. */
    void end(Result result) throws IOException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        LibC.redirect(log, STDOUT, STDERR);
        LibC.redirect(NOTHING, STDIN); // a spec may have come from there
        terminal.copyTo(null);
        copy.close();
        closeInherited();
        byte[] line = (result.name().toLowerCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.US_ASCII);
        LibC.writeWhole(status, line); // fails where the script is gone, and then nobody waits for it
        LibC.closeFd(status);
    }
}
