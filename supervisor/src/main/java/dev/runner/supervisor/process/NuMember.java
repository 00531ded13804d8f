package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberExit;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** One started process and all that it started: its signals, its end, and the sweep after it. */
final class NuMember implements MemberProcess {
    private final long pid;
    private final MemberOutput output;
    private final HeldPipes pipes;
    private final LastWords lastWords;
    private final ProcessListener listener;
    private final TreeReaper reaper;
    private final TreeReaper.Task task;
    private final Supplier<Set<Long>> pids;
    private final long startedNanos = System.nanoTime();

    NuMember(
            long pid,
            MemberOutput output,
            HeldPipes pipes,
            LastWords lastWords,
            ProcessListener listener,
            TreeReaper reaper,
            TreeReaper.Task task,
            Supplier<Set<Long>> pids) {
        this.pid = pid;
        this.output = output;
        this.pipes = pipes;
        this.lastWords = lastWords;
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
    public void signal(int signal) {
        reaper.signal(task, signal);
    }

    @Override
    public void pause() {
        reaper.stop(task);
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
        var unused = lastWords.read().thenRun(() -> {
            reaper.leaderIsLetGo(task);
            pipes.release();
            listener.exited(new MemberExit(status, at, ranFor, output.lastLines()));
            reaper.leaderExited(task);
        });
    }
}
