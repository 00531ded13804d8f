package dev.runner.supervisor.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the processes of a {@link Guardian}. It is replaced when it dies, and told everything anew. */
final class GuardianProcess {
    private static final String TEXT = "guardian.sh";
    private static final String NOTHING_LEFT = ".";
    private static final long SHORT_LIFE_NANOS = 200_000_000;

    private final Path script;
    private final Map<String, String> environment;
    private final Consumer<String> problems;
    private final Set<Long> groups = new LinkedHashSet<>();
    private @Nullable Process process;
    private boolean closing;
    private boolean irreplaceable;

    /**
     * @param script is written there at each start: whoever cleans up the directory may have removed it
     * @param problems is told when the process died or cannot be started
     */
    GuardianProcess(Path script, Map<String, String> environment, Consumer<String> problems) {
        this.script = script;
        this.environment = environment;
        this.problems = problems;
    }

    /** Not when it has been closed before. */
    synchronized void start() throws IOException, LaunchException {
        if (closing) {
            return;
        }
        writeScript();
        ProcessBuilder builder = new ProcessBuilder(SetsidCommand.command(List.of("/bin/sh", script.toString())));
        builder.environment().remove("MULTIHOST_COOKIE");
        builder.environment().putAll(environment);
        builder.directory(script.resolveSibling(".").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process started = builder.start();
        process = started;
        for (long group : groups) {
            tell("+ " + group);
        }
        long startedNanos = System.nanoTime();
        var unused = started.onExit().thenRun(() -> replaceAfter(System.nanoTime() - startedNanos));
    }

    /** As a new file: what lies in its place, a link for one, is not written to. */
    private void writeScript() throws IOException {
        try (InputStream text = Objects.requireNonNull(GuardianProcess.class.getResourceAsStream(TEXT))) {
            Files.deleteIfExists(script);
            Files.write(script, text.readAllBytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    synchronized long pid() {
        return process == null ? 0 : process.pid();
    }

    synchronized void watch(long group) {
        groups.add(group);
        tell("+ " + group);
    }

    synchronized void forget(long group) {
        groups.remove(group);
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

    /**
     * Has it end, after it has killed what it still guards.
     *
     * @param nothingLeft whether it need not look for anything; it does all the same where it knows of a group that was
     *     not forgotten
     */
    void end(boolean nothingLeft) {
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
    }

    /** Returns when it has ended, after {@link #end}. By no future: to complete one takes the JDK a new thread. */
    void awaitEnd() {
        Process last;
        synchronized (this) {
            last = process;
        }
        if (last == null) {
            return;
        }
        try {
            last.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
