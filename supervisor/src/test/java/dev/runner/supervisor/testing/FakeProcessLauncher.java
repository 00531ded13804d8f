package dev.runner.supervisor.testing;

import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.ExitStatus;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.Scheduler;
import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.LaunchRequest;
import dev.runner.supervisor.process.MemberProcess;
import dev.runner.supervisor.process.ProcessLauncher;
import dev.runner.supervisor.process.ProcessListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Processes that live and die only as a test says. */
public final class FakeProcessLauncher implements ProcessLauncher {
    private final Scheduler scheduler;
    private final Map<MemberId, FakeProcess> current = new LinkedHashMap<>();
    private final List<LaunchRequest> launches = new ArrayList<>();
    private boolean refusing;
    private int overlaps;
    private long nextPid = 1000;

    public FakeProcessLauncher(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One process; what it is asked is recorded, and it ends only when told to. */
    public final class FakeProcess implements MemberProcess {
        private final long pid = nextPid++;
        private final ProcessListener listener;
        private final Instant startedAt = scheduler.now();
        private final List<String> asked = new ArrayList<>();
        private int lastPause;
        private boolean exited;
        private boolean gone;

        FakeProcess(ProcessListener listener) {
            this.listener = listener;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public Set<Long> pids() {
            return gone ? Set.of() : Set.of(pid);
        }

        @Override
        public void signal(int signal) {
            asked.add("signal " + signal + " only");
        }

        @Override
        public void pause(int number) {
            asked.add("pause");
            lastPause = number;
        }

        @Override
        public void terminate(int signal) {
            asked.add("signal " + signal);
        }

        @Override
        public void kill() {
            asked.add("kill");
        }

        public boolean hasExited() {
            return exited;
        }

        public boolean isGone() {
            return gone;
        }

        /** What it was asked, in order. */
        public List<String> asked() {
            return List.copyOf(asked);
        }

        /** The number of the pause that it was asked for last. */
        public int lastPause() {
            return lastPause;
        }

        /** All of it is stopped, and a pause is complete. */
        public void paused(int number) {
            listener.paused(number);
        }

        /** Its leader ends. */
        public void exit(ExitStatus status) {
            exited = true;
            Duration ranFor = Duration.between(startedAt, scheduler.now());
            listener.exited(new ExitRecord(status, scheduler.now(), ranFor, List.of("last words")));
        }

        /** Nothing of it is left. */
        public void gone() {
            if (!exited) {
                throw new IllegalStateException("a process is not gone before its leader has exited");
            }
            gone = true;
            listener.gone();
        }

        /** Ends, and leaves nothing behind. */
        public void exitAndVanish(ExitStatus status) {
            exit(status);
            gone();
        }
    }

    @Override
    public MemberProcess launch(LaunchRequest request, ProcessListener listener) throws LaunchException {
        if (refusing) {
            throw new LaunchException("it could not be started");
        }
        MemberId id = request.spec().id();
        FakeProcess before = current.get(id);
        if (before != null && !before.gone) {
            overlaps++;
        }
        FakeProcess process = new FakeProcess(listener);
        current.put(id, process);
        launches.add(request);
        return process;
    }

    /** From now on nothing can be started. */
    public void refuse() {
        refusing = true;
    }

    /** The process that was started last for the member. */
    public FakeProcess process(MemberId id) {
        return Objects.requireNonNull(current.get(id));
    }

    public List<LaunchRequest> launches() {
        return List.copyOf(launches);
    }

    /** How often a member was started while something of its previous start was still there. Must be 0. */
    public int overlaps() {
        return overlaps;
    }

    @Override
    public void close() {}
}
