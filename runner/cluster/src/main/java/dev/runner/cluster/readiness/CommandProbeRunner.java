package dev.runner.cluster.readiness;

import dev.runner.supervisor.process.OpenFilesLimit;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs a probe's command in the member's environment and directory, and kills it when it takes too long. */
final class CommandProbeRunner {
    private CommandProbeRunner() {}

    /** Returns when the process was started; {@code done} is called when it has ended. */
    static void start(
            Probe.Command probe,
            ReadinessTarget target,
            ScheduledExecutorService scheduler,
            Consumer<Process> started,
            Consumer<ProbeResult> done) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(probe.command())
                    .directory(target.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(target.environment());
            process = builder.start();
            OpenFilesLimit.giveTo(process.pid());
            process.getOutputStream().close();
        } catch (IOException | IllegalArgumentException e) {
            done.accept(ProbeResult.notYet("cannot be run: " + e.getMessage()));
            return;
        }
        started.accept(process);
        try {
            limit(process, probe.attemptTimeout().toMillis(), scheduler, done);
        } catch (RejectedExecutionException e) {
            // The cluster has been closed since: nobody waits for the answer any more.
            kill(process);
            done.accept(ProbeResult.notYet("closed"));
        }
    }

    private static void limit(
            Process process, long millis, ScheduledExecutorService scheduler, Consumer<ProbeResult> done) {
        // Not the future's own state: a task that runs can still be cancelled, and the process ends while it runs.
        AtomicBoolean killed = new AtomicBoolean();
        var killer = RunningClock.shared().after(Duration.ofMillis(millis), () -> kill(process, killed), scheduler);
        var unused = process.onExit().thenAccept(ended -> {
            killer.cancel(false);
            done.accept(killed.get() ? ProbeResult.notYet("killed after " + millis + " ms") : seen(ended.exitValue()));
        });
    }

    private static ProbeResult seen(int exitCode) {
        return exitCode == 0 ? ProbeResult.READY : ProbeResult.notYet("exit code " + exitCode);
    }

    private static void kill(Process process, AtomicBoolean killed) {
        killed.set(true);
        kill(process);
    }

    /** The command, and what it has started. */
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
