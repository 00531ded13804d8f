package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One started process and all that it started: its signals, its end, and the sweep after it. */
final class ManagedProcess implements MemberProcess {
    private final long pid;
    private final ProcessInput input;
    private final ProcessOutput output;
    private final HeldOpenPipes pipes;
    private final OutputDrainer outputDrainer;
    private final ProcessListener listener;
    private final ProcessTreeReaper reaper;
    private final ProcessTreeReaper.Task task;
    private final Supplier<Set<Long>> pids;
    private final long startedNanos = System.nanoTime();

    ManagedProcess(
            long pid,
            ProcessInput input,
            ProcessOutput output,
            HeldOpenPipes pipes,
            OutputDrainer outputDrainer,
            ProcessListener listener,
            ProcessTreeReaper reaper,
            ProcessTreeReaper.Task task,
            Supplier<Set<Long>> pids) {
        this.pid = pid;
        this.input = input;
        this.output = output;
        this.pipes = pipes;
        this.outputDrainer = outputDrainer;
        this.listener = listener;
        this.reaper = reaper;
        this.task = task;
        this.pids = pids;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public Set<Long> pids() {
        return pids.get();
    }

    @Override
    public CompletableFuture<Void> send(byte[] bytes) {
        return input.send(bytes);
    }

    @Override
    public List<String> lastLines() {
        return output.lastLines();
    }

    @Override
    public void signal(int signal) {
        reaper.signal(task, signal);
    }

    @Override
    public void pause(int number) {
        reaper.pause(task, number);
    }

    @Override
    public void terminate(int signal) {
        reaper.terminate(task, signal);
    }

    @Override
    public void kill() {
        reaper.kill(task);
    }

    /** Its leader has ended: what it wrote last is read first, so that the message about its end has it. */
    void ended(ExitStatus status) {
        Instant at = Instant.now();
        Duration ranFor = Duration.ofNanos(System.nanoTime() - startedNanos);
        var unused = outputDrainer.read().thenRun(() -> {
            reaper.leaderPidReleased(task);
            pipes.release();
            listener.exited(new ExitRecord(status, at, ranFor, output.lastLines()));
            reaper.leaderExited(task);
        });
    }
}
