package dev.runner.cluster.readiness;

import dev.runner.supervisor.process.SideCommand;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a probe's command in the member's environment and directory, keeps what it prints, and kills it when it takes
 * too long.
 */
final class CommandProbeRunner {
    /** So often the output of a command that still runs is looked at. */
    private static final long LIMIT_MILLIS = 100;

    private final Probe.Command probe;
    private final ReadinessTarget target;
    private final ScheduledExecutorService scheduler;
    private final ProbeOutput output;
    private final Consumer<ProbeResult> done;
    // Not the future's own state: a task that runs can still be cancelled, and the process ends while it runs.
    private final AtomicBoolean killed = new AtomicBoolean();
    private final AtomicReference<@Nullable String> outputLost = new AtomicReference<>();

    private CommandProbeRunner(
            Probe.Command probe,
            ReadinessTarget target,
            ScheduledExecutorService scheduler,
            Consumer<ProbeResult> done) {
        this.probe = probe;
        this.target = target;
        this.scheduler = scheduler;
        this.output = new ProbeOutput(target.probeOutput());
        this.done = done;
    }

    /** Returns when the process was started; {@code done} is called when it has ended. */
    static void start(
            Probe.Command probe,
            ReadinessTarget target,
            ScheduledExecutorService scheduler,
            Consumer<Process> started,
            Consumer<ProbeResult> done) {
        new CommandProbeRunner(probe, target, scheduler, done).run(started);
    }

    private void run(Consumer<Process> started) {
        Process process;
        try {
            process = SideCommand.start(SideCommand.builder(
                            probe.command(),
                            target.environment(),
                            target.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(destination()));
        } catch (IOException | IllegalArgumentException e) {
            done.accept(ProbeResult.notYet("cannot be run: " + e.getMessage()));
            return;
        }
        started.accept(process);
        try {
            follow(process);
        } catch (RejectedExecutionException e) {
            // The cluster has been closed since: nobody waits for the answer any more.
            SideCommand.kill(process);
            done.accept(ProbeResult.notYet("closed"));
        }
    }

    /** Where there is no room for its output, the probe can still answer. */
    private ProcessBuilder.Redirect destination() {
        try {
            output.begin();
            // Appended, so that it can be made shorter meanwhile.
            return ProcessBuilder.Redirect.appendTo(output.file().toFile());
        } catch (IOException e) {
            outputLost.set("(what it printed is lost: " + e + ")");
            return ProcessBuilder.Redirect.DISCARD;
        }
    }

    private void follow(Process process) {
        long millis = probe.attemptTimeout().toMillis();
        var killer = RunningClock.shared()
                .after(
                        probe.attemptTimeout(),
                        () -> {
                            killed.set(true);
                            SideCommand.kill(process);
                        },
                        scheduler);
        ScheduledFuture<?> limiter =
                scheduler.scheduleWithFixedDelay(this::limitOutput, LIMIT_MILLIS, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        var unused = process.onExit().thenAccept(ended -> {
            killer.cancel(false);
            limiter.cancel(false);
            done.accept(
                    killed.get()
                            ? ProbeResult.notYet("killed after " + millis + " ms", printed())
                            : seen(ended.exitValue()));
        });
    }

    private void limitOutput() {
        try {
            output.limit();
        } catch (IOException e) {
            outputLost.set("(what it printed is lost: " + e + ")");
        }
    }

    private ProbeResult seen(int exitCode) {
        return exitCode == 0 ? ProbeResult.READY : ProbeResult.notYet("exit code " + exitCode, printed());
    }

    private List<String> printed() {
        String lost = outputLost.get();
        return lost == null ? output.tail() : List.of(lost);
    }
}
