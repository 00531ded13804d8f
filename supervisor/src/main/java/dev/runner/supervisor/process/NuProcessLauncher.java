package dev.runner.supervisor.process;

import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSpec;
import dev.runner.util.ByteExactCommand;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Starts processes by NuProcess, which follows the output of all of them with one thread. Each is the leader of a
 * session of its own, and begins only when it is guarded, held and (where possible) in a control group of its own.
 */
public final class NuProcessLauncher implements ProcessLauncher {
    private static final int SIGKILL = 9;

    private final String runId;
    private final LaunchWrapperSelector wrappers;
    private final ProcessTable table;
    private final ProcessTreeReaper reaper;
    private final Guardian guardian;
    private final PerUserNoticePipes notices;
    private final Optional<Cgroup> cgroup;
    private final ScheduledExecutorService timer;
    private final ExitWatcher exits;
    private final DescriptorReserve descriptors = new DescriptorReserve();
    private final Map<MemberId, RotatingLogWriter> logs = new ConcurrentHashMap<>();

    /**
     * @param directory for the guardian's script, the journal and the notice pipes; must exist
     * @param runId unique to this run
     * @param notices is told the cookie and the word of each notice of a member
     * @param problems is told what goes wrong that concerns no member
     * @throws LaunchException where this machine cannot run members at all; the message has the remedy
     */
    public NuProcessLauncher(
            Path directory, String runId, BiConsumer<String, String> notices, Consumer<String> problems)
            throws LaunchException {
        System.setProperty("com.zaxxer.nuprocess.enableShutdownHook", "false");
        LibC.load();
        this.runId = runId;
        try {
            this.wrappers = new LaunchWrapperSelector();
            this.table = ProcessTable.forRunsOfThisProcess();
            this.cgroup = Cgroup.create(Cgroup.nameOf(runId));
            String cgroupDirectory =
                    cgroup.map(group -> group.directory().toString()).orElse("");
            this.guardian = new Guardian(directory, runId, cgroupDirectory, table, problems);
            this.notices = new PerUserNoticePipes(directory, runId, notices, problems);
            guardian.start();
        } catch (IOException e) {
            throw new LaunchException("supervision cannot begin in " + directory + ": " + FileFailure.reason(e), e);
        }
        this.reaper = new ProcessTreeReaper(table);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "exits"));
        this.exits = new ExitWatcher(timer);
        if (ProcessHandle.current().pid() == ZombieCollector.FIRST) {
            ZombieCollector.start(timer);
        }
    }

    /** The pid of the guardian, for whoever waits for its end. */
    public long guardianPid() {
        return guardian.pid();
    }

    @Override
    public MemberProcess launch(LaunchRequest request, ProcessListener listener) throws LaunchException {
        MemberSpec spec = request.spec();
        check(request);
        String refusal = descriptors.refusal(logsNotYetOpen());
        if (!refusal.isEmpty()) {
            throw new LaunchException(refusal);
        }
        ProcessOutput output = new ProcessOutput(log(spec, listener), listener::wrote, timer);
        NuProcess process = spawn(request, output);
        long pid = process.getPID();
        try {
            return follow(process, pid, request, output, listener);
        } catch (RuntimeException | OutOfMemoryError e) {
            // It still waits before its gate, so this is all of it.
            LibC.signalProcess(pid, SIGKILL);
            guardian.forget(pid);
            throw new LaunchException("it could not be followed: " + LaunchRefusal.describe(e), e);
        }
    }

    private MemberProcess follow(
            NuProcess process, long pid, LaunchRequest request, ProcessOutput output, ProcessListener listener) {
        MemberSpec spec = request.spec();
        HeldOpenPipes pipes = HeldOpenPipes.of(pid);
        output.follow(pipes);
        guardian.watch(pid, ProcessJournal.noSpace(table.startTime(pid)));
        Optional<Cgroup> own = cgroup.flatMap(group -> group.child(spec.id() + "-" + request.incarnation()))
                .filter(group -> group.addOrRemove(pid));
        ProcessTreeId mark = new ProcessTreeId(pid, request.cookie());
        MemberProcessTree tree = new MemberProcessTree(mark, own.orElse(null));
        ProcessListener guarded = new GuardianDeregistrationListener(listener, guardian, pid);
        ManagedProcess member = new ManagedProcess(
                pid,
                new ProcessInput(process, request.stdinOpen(), timer),
                output,
                pipes,
                new OutputDrainer(output, pipes, timer),
                guarded,
                reaper,
                new ProcessTreeReaper.Task(tree, guarded, pipes.areHeld()),
                () -> pids(mark));
        var unused = exits.watch(pid).thenAccept(member::ended);
        OpenFilesLimit.giveTo(pid);
        ProcessLimit.keepRoomFrom(pid);
        openGate(process, request.stdinOpen());
        return member;
    }

    private Set<Long> pids(ProcessTreeId mark) {
        try {
            return new ProcessTreeScanner(mark)
                    .in(table.scan()).stream().map(ProcessInfo::pid).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static void check(LaunchRequest request) throws LaunchException {
        MemberSpec spec = request.spec();
        try {
            makeDirectory(spec.directory());
            makeDirectory(spec.log().resolveSibling("."));
        } catch (IOException e) {
            throw new LaunchException(
                    "its directory " + spec.directory() + " cannot be made: " + FileFailure.reason(e), e);
        }
        Path program = Path.of(request.command().get(0));
        if (program.isAbsolute() && !Files.isExecutable(program)) {
            throw new LaunchException("its program " + program + " is missing or not executable");
        }
    }

    /** Usually it is there, and to try to make it would cost an exception. */
    private static void makeDirectory(Path directory) throws IOException {
        if (!directory.toFile().isDirectory()) {
            Files.createDirectories(directory);
        }
    }

    private int logsNotYetOpen() {
        return (int) logs.values().stream().filter(log -> !log.isOpen()).count();
    }

    private RotatingLogWriter log(MemberSpec spec, ProcessListener listener) {
        return logs.computeIfAbsent(
                spec.id(), id -> new RotatingLogWriter(spec.log(), RotatingLogWriter.ROTATE_AT, listener::logFailed));
    }

    private NuProcess spawn(LaunchRequest request, ProcessOutput output) throws LaunchException {
        Map<String, String> environment = new HashMap<>(request.spec().environment());
        environment.putAll(request.environment());
        environment.put("MULTIHOST_COOKIE", request.cookie());
        environment.put("MULTIHOST_NOTICES", notices.pathFor(request.spec()).toString());
        ByteExactCommand exact = ByteExactCommand.of(request.command(), environment);
        LaunchWrapper wrapper = wrappers.now().passing(exact.environment().keySet());
        List<String> command = wrapper.wrap(wrapper.passing(exact.command(), exact.environment()), request.stdinOpen());
        NuProcessBuilder builder = new NuProcessBuilder(command, exact.environment());
        builder.setProcessListener(new NuProcessOutputHandler(output));
        builder.setCwd(request.spec().directory());
        NuProcess process;
        try {
            process = LibC.withoutBlockedSignals(builder::start);
        } catch (OutOfMemoryError e) {
            throw new LaunchException(LaunchRefusal.describe(e), e);
        }
        if (process == null || process.getPID() <= 0) { // with no pid where it was given up while it was started
            throw new LaunchException(LaunchRefusal.explain(command, environment));
        }
        return process;
    }

    /** Opens the gate of the {@link LaunchWrapper}. */
    private static void openGate(NuProcess process, boolean stdinOpen) {
        process.writeStdin(ByteBuffer.wrap(new byte[] {'\n'}));
        if (!stdinOpen) {
            process.closeStdin(false);
        }
    }

    @Override
    public void close() {
        endGuardian();
        reaper.close();
        timer.shutdown();
        logs.values().forEach(RotatingLogWriter::close);
        // Again where the guardian has killed something.
        cgroup.ifPresent(Cgroup::removeAll);
        try {
            notices.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nothing is left to guard, which is looked at here, as a shell script takes ten times as long for it. */
    private void endGuardian() {
        boolean nothingLeft = false;
        try {
            nothingLeft = new ProcessTreeScanner(0, cookie -> cookie.startsWith(runId + "/"))
                            .in(table.scan())
                            .isEmpty()
                    && !cgroup.map(Cgroup::isPopulated).orElse(false);
        } catch (IOException e) {
            // Then the guardian looks.
            nothingLeft = false;
        }
        if (nothingLeft) {
            cgroup.ifPresent(Cgroup::removeAll);
        }
        guardian.close(nothingLeft);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
