package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.TemporaryDirectories;
import dev.runner.cluster.timeline.Timeline;
import dev.runner.loopback.NetworkLease;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberSpec;
import dev.runner.supervisor.Signals;
import dev.runner.supervisor.Supervisor;
import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.NativeLibraryFailure;
import dev.runner.supervisor.process.OrphanReaper;
import dev.runner.supervisor.process.ProcessJournal;
import dev.runner.supervisor.process.ProcessLimit;
import dev.runner.util.AsyncFailure;
import dev.runner.util.DirectoryDeleter;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of real processes on this machine, from its spec to its end.
 *
 * <p>{@link #prepare} checks everything and spawns nothing; {@link #start} starts the members and returns at once;
 * {@link #ended} completes when nothing of them is alive any more; {@link #close} kills whatever still runs and gives
 * back what the cluster held. When this JVM dies, however it dies, the members die with it.
 */
public final class ProcessCluster implements AutoCloseable {
    private static final int RUN_ID_LENGTH = 10;

    private static final int MOST_SENT = 64 * 1024;

    private final LockedClusterDirectory directory;
    private final DebuggerOptions debugging;
    private final ClusterPreparation preparation;
    private final @Nullable String apiKey;
    private final String runId = newRunId();
    private final Supervisor supervisor;
    private final ClusterController controller;
    private final MembershipChanges membership;
    private final CloseableStack resources;
    private final boolean copied;

    private ProcessCluster(
            ClusterOptions options,
            LockedClusterDirectory directory,
            ClusterPreparation preparation,
            boolean copied,
            Set<Long> leftovers,
            CloseableStack held)
            throws LaunchException {
        this.directory = directory;
        this.copied = copied;
        this.debugging = options.debugging();
        this.preparation = preparation;
        ClusterPlan plan = preparation.plan();
        this.apiKey = preparation.apiKey();
        ProblemBuffer problems = new ProblemBuffer();
        Timeline timeline = Timeline.open(
                directory.timeline(),
                Clock.systemUTC(),
                failure -> problems.tell("the timeline cannot be written: " + FileFailure.reason(failure)));
        held.add(timeline::close);
        CompletableFuture<Error> broken = new CompletableFuture<>();
        this.supervisor = new Supervisor(directory.path(), runId, problems::tell, broken::complete);
        held.add(supervisor::close);
        this.controller = new ClusterController(plan, options, supervisor, timeline, directory);
        held.add(controller::close);
        this.membership = new MembershipChanges(
                options.spec().spec(), preparation, supervisor, controller, directory.path(), this::memberSpec);
        supervisor.addAll(plan.members().stream().map(this::memberSpec).toList());
        controller.prepared(leftovers);
        MemberArchiveBuilder.follow(controller);
        problems.to(controller::problem);
        var unused = broken.thenAccept(controller::supervisionFailed);
        this.resources = held.handOver();
    }

    /**
     * Checks the machine and the spec, sweeps what an earlier manager of this directory left running, and decides on a
     * network. No member is spawned.
     *
     * @throws MachineNotReadyException where something is in the way: ports, addresses, a live manager
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only the plan shows, a missing program for one
     */
    public static ProcessCluster prepare(ClusterOptions options) throws MachineNotReadyException {
        try (CloseableStack held = new CloseableStack()) {
            LockedClusterDirectory directory = held.add(LockedClusterDirectory.lock(options.directory()));
            ProcessJournal journal = ProcessJournal.read(directory.path());
            if (journal.standing() == ProcessJournal.Standing.MANAGED) {
                throw LockedClusterDirectory.inUse(directory.path()); // somebody has removed the lock of that manager
            }
            Set<Long> leftovers = OrphanReaper.sweep(directory.path(), journal);
            Path temporary = TemporaryDirectories.of(directory.path(), options.environment())
                    .base();
            DirectoryDeleter.delete(temporary); // what a run that was killed has left
            held.add(() -> deleteTemporary(temporary));
            ClusterPreparation preparation = new ClusterPreparation(options, directory.path(), directory.members());
            NetworkLease lease = preparation.lease();
            held.add(lease::close);
            if (options.fresh()) {
                directory.empty();
            }
            String refusal = ProcessLimit.refusal(preparation.plan().members().size());
            if (!refusal.isEmpty()) {
                throw new MachineNotReadyException(List.of(refusal));
            }
            preparation.chooseBeginners(directory.timeline());
            directory.restrictPermissions(preparation.plan().members().stream()
                    .anyMatch(member -> member.start().account() != null));
            CompletableFuture<Optional<Exception>> directories = CompletableFuture.supplyAsync(
                            () -> makeDirectories(preparation.plan()))
                    .exceptionally(failure -> Optional.of(new IOException(failure.getCause())));
            // The cluster's directory is not given back while somebody makes others in it. Whoever joins has things to
            // give back, so this is never an exception: a Files.walk has unchecked ones.
            held.add(directories::join);
            ProcessCluster cluster = new ProcessCluster(
                    options,
                    directory,
                    preparation,
                    journal.standing() == ProcessJournal.Standing.COPIED,
                    leftovers,
                    held);
            return cluster.when(directories);
        } catch (LaunchException e) {
            throw new MachineNotReadyException(String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            throw new MachineNotReadyException(NativeLibraryFailure.describe(e), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MachineNotReadyException(
                    "the cluster in " + options.directory() + " cannot be prepared: " + FileFailure.describe(e), e);
        }
    }

    /**
     * Checks that a cluster's directory, which need not exist, and the one it is in are this user's own. {@link
     * #prepare} does that too.
     *
     * @throws MachineNotReadyException with the owner and the remedy where they are not
     */
    public static void requireOwn(Path directory) throws MachineNotReadyException {
        LockedClusterDirectory.requireOwn(directory);
    }

    /**
     * Whether a live manager has this directory, even if it is in another container, where its pid means nothing.
     *
     * @throws IOException where that cannot be found out
     */
    public static boolean isManaged(Path directory) throws IOException {
        return LockedClusterDirectory.isLocked(directory);
    }

    /**
     * Kills what a manager of this directory and its guardian left running when both were killed, as {@link #prepare}
     * does before a start.
     *
     * @return the pids that were killed; usually none
     * @throws MachineNotReadyException where a live manager has the directory, or something cannot be killed
     */
    public static Set<Long> reapOrphans(Path directory) throws MachineNotReadyException {
        try (LockedClusterDirectory locked = LockedClusterDirectory.lock(directory)) {
            Set<Long> killed = OrphanReaper.sweep(locked.path());
            deleteTemporary(
                    TemporaryDirectories.of(locked.path(), System.getenv()).base());
            return killed;
        } catch (IOException e) {
            throw new MachineNotReadyException(
                    "what was left running in " + directory + " cannot be stopped: " + FileFailure.describe(e), e);
        }
    }

    private static void deleteTemporary(Path temporary) {
        try {
            DirectoryDeleter.delete(temporary);
        } catch (IOException e) {
            // The cluster has ended well all the same; the next one here deletes the rest, or says why it cannot.
            return;
        }
    }

    /**
     * Beside the start of the supervision: each directory takes the kernel a tenth of a millisecond.
     *
     * @return why that failed, if it did
     */
    private static Optional<Exception> makeDirectories(ClusterPlan plan) {
        try {
            for (PlannedMember member : plan.members()) {
                MemberPreparation.makeDirectories(member);
                new MemberPreparation(member, DebuggerOptions.NONE).beginAnew();
            }
            return Optional.empty();
        } catch (IOException | MachineNotReadyException e) {
            return Optional.of(e);
        }
    }

    /** This, when they are made; where they cannot be, all is given back. */
    private ProcessCluster when(CompletableFuture<Optional<Exception>> directories)
            throws IOException, MachineNotReadyException {
        Exception failure = directories.join().orElse(null);
        if (failure == null) {
            return this;
        }
        try (this) {
            if (failure instanceof MachineNotReadyException notReady) {
                throw notReady;
            }
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /**
     * The plan alone, for looking at: nothing is leased, probed or made.
     *
     * @throws MachineNotReadyException where what is known of the cluster's last run cannot be read
     * @throws dev.runner.cluster.spec.SpecException for mistakes that only the plan shows
     */
    public static ClusterPlan draft(ClusterOptions options) throws MachineNotReadyException {
        return new ClusterPreparation(
                        options, options.directory(), options.directory().resolve("members"))
                .draft();
    }

    private static String newRunId() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder(RUN_ID_LENGTH);
        while (id.length() < RUN_ID_LENGTH) {
            id.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return id.toString();
    }

    /** The cluster as it is planned now: members may have been added and removed. */
    public ClusterPlan plan() {
        return controller.plan();
    }

    /** Whom a debugger can attach to. */
    public DebuggerOptions debugging() {
        return debugging;
    }

    /** The key that members ask for; null where there is none. A secret. */
    public @Nullable String apiKey() {
        return apiKey;
    }

    /** Unique to this run; the first part of the {@code MULTIHOST_COOKIE} of every process. */
    public String runId() {
        return runId;
    }

    /** The pid of the process that cleans up should this JVM be killed. */
    public long guardianPid() {
        return supervisor.guardianPid();
    }

    /** The cluster's own directory. */
    public Path directory() {
        return directory.path();
    }

    /** Where that directory is now: elsewhere when somebody has moved it; empty when somebody has removed it. */
    public Optional<Path> whereabouts() {
        return directory.whereabouts();
    }

    /** Whether the state that was found is a copy of another cluster's, whose processes are none of this one. */
    public boolean isCopied() {
        return copied;
    }

    /** The file that all output of a member is appended to. */
    public Path log(String member) {
        return directory.log(member);
    }

    /** Tells everything that happens from now on. */
    public void listen(ClusterListener listener) {
        controller.listen(listener);
    }

    /** Is called, often and on a thread that must not be held up, when a member has written to its log. */
    public void onOutput(Runnable listener) {
        controller.onOutput(listener);
    }

    /** Starts the members, those that are {@code after} others when those are ready. Called once. */
    public void start() {
        preparation.notes().forEach(controller::problem);
        membership.remember();
        controller.start();
    }

    private MemberSpec memberSpec(PlannedMember member) {
        return new MemberPreparation(member, debugging).spec(directory.log(member.name()));
    }

    public ClusterStatus status() {
        return controller.status();
    }

    /** The state of the whole alone, for callers that ask at every event. */
    public ClusterState state() {
        return controller.state();
    }

    /** How many members are ready now. */
    public int countReady() {
        return controller.countReady();
    }

    /** Completes when the cluster has come to its end and nothing of its members is alive. */
    public CompletableFuture<ClusterOutcome> ended() {
        return controller.ended();
    }

    /** Begins to stop all members, those last that others were started after. Again: does nothing. */
    public void stop(Action.Shutdown reason) {
        controller.stop(reason);
    }

    /** Kills all members at once. */
    public void kill(Action.Shutdown reason) {
        controller.kill(reason);
    }

    /**
     * Stops one member with its grace; it stays so until it is started.
     *
     * @return completes when nothing of it is alive, or somebody else has started it again; fails with an
     *     IllegalStateException when the cluster is closed before
     * @throws IllegalArgumentException where there is no such member
     */
    public CompletableFuture<MemberSnapshot> stopMember(String name) {
        return controller.operations().stop(id(name));
    }

    /** Like {@link #stopMember}, but without grace. */
    public CompletableFuture<MemberSnapshot> killMember(String name) {
        return controller.operations().kill(id(name));
    }

    /**
     * Starts one member, also one that still waits for others; where it runs already, nothing changes.
     *
     * @return completes when its process runs (which is before it is ready), or when it has ended instead: it could not
     *     be started, or somebody else stopped it; fails with an IllegalStateException when the cluster is being
     *     stopped
     * @throws IllegalArgumentException where there is no such member
     */
    public CompletableFuture<MemberSnapshot> startMember(String name) {
        MemberId id = id(name);
        return whereItWas().orElseGet(() -> controller.operations().start(id));
    }

    /**
     * Where its directory has been moved or removed, no member can be started: whoever asks for it is told before
     * anything is stopped.
     */
    private Optional<CompletableFuture<MemberSnapshot>> whereItWas() {
        return isInPlace()
                ? Optional.empty()
                : Optional.of(CompletableFuture.failedFuture(new IllegalStateException(moved())));
    }

    private boolean isInPlace() {
        return whereabouts().filter(directory.path()::equals).isPresent();
    }

    private String moved() {
        return "the cluster's directory " + directory.path() + " was moved"
                + whereabouts()
                        .map(now -> " to " + now + "; no member can be started until it is moved back")
                        .orElse(" or removed; no member can be started");
    }

    /** Stops one member and starts it again; completes and fails like {@link #startMember}. */
    public CompletableFuture<MemberSnapshot> restartMember(String name) {
        MemberId id = id(name);
        return whereItWas().orElseGet(() -> controller.operations().restart(id));
    }

    /**
     * Stops all processes of one member by SIGSTOP, until it is resumed, stopped or restarted.
     *
     * @return completes when they are stopped; fails with an IllegalStateException where it does not run
     * @throws IllegalArgumentException where there is no such member
     */
    public CompletableFuture<MemberSnapshot> pauseMember(String name) {
        return controller.operations().pause(id(name));
    }

    /**
     * Continues all processes of one member by SIGCONT, also those that something else had stopped; completes and fails
     * like a pause.
     */
    public CompletableFuture<MemberSnapshot> resumeMember(String name) {
        return controller.operations().resume(id(name));
    }

    /**
     * Sends a signal to all processes of one member: KILL is a kill, STOP and CONT are a pause and its end. A member
     * that ends because of it was stopped on purpose; see {@link dev.runner.supervisor.OperatorInterventions}.
     *
     * @param signal {@code TERM}, {@code SIGTERM} or {@code term}
     * @return completes when it has been sent; fails with an IllegalStateException where the member does not run
     * @throws IllegalArgumentException where there is no such member or signal
     */
    public CompletableFuture<MemberSnapshot> signalMember(String name, String signal) {
        int number = Signals.number(signal);
        return switch (Signals.name(number)) {
            case "KILL" -> killMember(name);
            case "STOP" -> pauseMember(name);
            case "CONT" -> resumeMember(name);
            default -> controller.operations().signal(id(name), number);
        };
    }

    /**
     * Sends bytes to a member's standard input, which must be open ({@code stdin: open}).
     *
     * @param bytes 64 KiB at most, as much as a pipe holds
     * @return completes when they are in its pipe; fails with an IllegalStateException where the member does not run,
     *     its input is closed, or it does not read what was sent
     * @throws IllegalArgumentException where there is no such member, or it is too much
     */
    public CompletableFuture<Void> sendToMember(String name, byte[] bytes) {
        MemberId id = id(name);
        if (bytes.length > MOST_SENT) {
            throw new IllegalArgumentException("64 KiB at most can be sent at once, not " + bytes.length + " bytes");
        }
        long pid = supervisor.snapshot().member(id).map(MemberSnapshot::pid).orElse(0L);
        if (pid == 0) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(name + " does not run, so that it cannot be sent anything"));
        }
        return supervisor
                .send(id, bytes)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new IllegalStateException(
                        name + " was sent nothing: "
                                + AsyncFailure.causeOf(failure).getMessage(),
                        failure)));
    }

    /**
     * Ends one member as if it had ended by itself with an exit code: it is killed, with all that it started, and what
     * follows is decided by that code and its restart rule. A program cannot be made to end with a code of somebody
     * else's choice, so the code is the only thing here that is not real. Where it means a failure, that failure is
     * expected, as by {@link #expectFailure}.
     *
     * @param code 0 to 255
     * @return completes when its process has ended, which is before a restart; fails with an IllegalStateException
     *     where it does not run
     * @throws IllegalArgumentException where there is no such member or code
     */
    public CompletableFuture<MemberSnapshot> exitMember(String name, int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("there is no exit code " + code + ": choose one from 0 to 255");
        }
        return controller.operations().exitAs(id(name), code);
    }

    /**
     * The next failure of this member is expected: it is not the cluster's. The member stays failed until it is started
     * again, and the others go on.
     *
     * @throws IllegalArgumentException where there is no such member
     */
    public void expectFailure(String name) {
        controller.expectFailure(id(name));
    }

    /** From now on every failure is the cluster's again. */
    public void expectNoFailure() {
        controller.expectNoFailure();
    }

    /**
     * The pids of all processes of a member that are alive now. Looks through the process table, which takes
     * milliseconds.
     *
     * @throws IllegalArgumentException where there is no such member
     */
    public Set<Long> pids(String name) {
        return supervisor.pids(id(name));
    }

    /**
     * What makes a process end with this run, at the latest when this JVM does: to be put into its environment. It
     * makes it no part of any member.
     */
    public Map<String, String> guardedEnvironment() {
        return Map.of("MULTIHOST_COOKIE", runId + "/beside/0");
    }

    /**
     * Adds hosts, with the next ordinals, and on each of them a member of every kind that is on all hosts. Those that
     * run are not touched; started again, they are told of the new hosts too.
     *
     * @return completes with the new members when each of them is ready, or was a task that is done. Where one of them
     *     fails before, or is not ready in time, they are all taken out again, the cluster goes on as it was, and this
     *     fails with an IllegalStateException that says why.
     * @throws MachineNotReadyException where something is in the way of them; nothing has changed then
     * @throws dev.runner.cluster.spec.SpecException where there would be too many
     * @throws IllegalStateException where the cluster is being stopped, or no kind of member is on all hosts
     */
    public CompletableFuture<List<MemberSnapshot>> addHosts(int count) throws MachineNotReadyException {
        if (!isInPlace()) {
            throw new IllegalStateException(moved());
        }
        return membership.addHosts(count);
    }

    /**
     * Has a member leave, by the {@code leave} of its spec, stops it with its grace, and forgets it. Its ordinal, its
     * data and its log stay as they are. The others know of it from their next start on, or by their own commands in
     * {@code leave}, which come last.
     *
     * @return completes with what it was at last; fails with an IllegalStateException where it does not leave, so that
     *     nothing has changed, where somebody else started it again, or where the command of another one failed
     * @throws IllegalArgumentException where there is no such member
     * @throws IllegalStateException where it is the last one
     */
    public CompletableFuture<MemberSnapshot> removeMember(String name) {
        MemberId id = id(name);
        return membership.remove(id);
    }

    private MemberId id(String name) {
        if (plan().member(name).isEmpty()) {
            throw new IllegalArgumentException("there is no member " + name);
        }
        return new MemberId(name);
    }

    /**
     * Kills whatever still runs, and gives back the network and the directory. A second call does nothing. Not to be
     * called from a listener.
     */
    @Override
    public void close() throws IOException {
        resources.close();
    }
}
