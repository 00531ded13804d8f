package dev.runner.junit;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.loopback.ClusterPorts;
import dev.runner.supervisor.MemberSnapshot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a cluster: a real process and all processes that it starts.
 *
 * <p>Operations ({@link #kill}, {@link #pause} and so on) return when they have taken effect, and never count as a
 * failure of the test or the cluster. Waits ({@link #awaitState} and so on) use Awaitility with its default timeout
 * ({@code Awaitility.setDefaultTimeout}) unless a duration is given; the message of a timeout tells the last state and
 * output.
 */
public final class Member {
    private final ManagedTestCluster live;
    private final Supplier<TestScope> span;
    private final String name;

    Member(ManagedTestCluster live, Supplier<TestScope> span, String name) {
        this.live = live;
        this.span = span;
        this.name = name;
    }

    private PlannedMember planned() {
        return live.status(name).planned();
    }

    private MemberSnapshot now() {
        return live.status(name).now();
    }

    /** The member's name, {@code worker-2} for example. */
    public String name() {
        return name;
    }

    /** The ordinal of its host; 255 for a coordinator. */
    public int ordinal() {
        return planned().ordinal();
    }

    /** Its IP address, {@code 127.100.2.1} for example. */
    public String address() {
        return planned().address();
    }

    /** The base URL of a port, {@code http://127.100.2.1:9200} for example. */
    public URI url(int port) {
        return URI.create("http://" + address() + ":" + port);
    }

    /** Where it speaks HTTP, or else the base URL of its first TCP port in the spec, or of port 28080. */
    public URI url() {
        String known = planned().url();
        return known != null
                ? URI.create(known)
                : url(planned().tcpEndpoints().stream()
                        .findFirst()
                        .map(each -> each.port())
                        .orElse(ClusterPorts.HTTP));
    }

    /** Its working directory. */
    public Path directory() {
        return planned().directory();
    }

    public MemberState state() {
        return MemberState.of(now().state());
    }

    /** Whether it is paused, see {@link #pause}. A pause does not change its {@link #state}. */
    public boolean isPaused() {
        return now().operatorActions().paused();
    }

    /**
     * The pid of its main process.
     *
     * @throws IllegalStateException if the member is not running
     */
    public long pid() {
        long pid = now().pid();
        if (pid == 0) {
            throw new IllegalStateException(name + " is not running: it is " + ClusterDescriber.state(now()));
        }
        return pid;
    }

    /** The pids of all its live processes, including those that left its process group. */
    public Set<Long> pids() {
        return live.library().pids(name);
    }

    /** The number of starts since the cluster began; 1 during its first run. */
    public int starts() {
        return now().incarnation();
    }

    /** How its last run ended; empty if none has ended yet. */
    public Optional<MemberExit> lastExit() {
        return Optional.ofNullable(now().lastExit()).map(MemberExit::of);
    }

    /** Kills all its processes by SIGKILL. Returns when none is alive; the member stays stopped until it is started. */
    public void kill() {
        act(live.library().killMember(name));
    }

    /**
     * Stops it with the signal (SIGTERM by default) and the grace of its spec. Returns when no process of it is alive.
     */
    public void stop() {
        act(live.library().stopMember(name));
    }

    /**
     * Starts it. Returns when its process runs, which is before it is ready. Does nothing if it is running already.
     *
     * @throws IllegalStateException if the cluster is being stopped
     */
    public void start() {
        act(live.library().startMember(name));
        span.get().markExitsSeenUntil(name, Instant.now());
    }

    /** Stops it like {@link #stop}, then starts it like {@link #start}. */
    public void restart() {
        act(live.library().restartMember(name));
        span.get().markExitsSeenUntil(name, Instant.now());
    }

    /**
     * Suspends all its processes by SIGSTOP: connections stay open, but nothing is answered. Returns when all are
     * suspended.
     *
     * @throws IllegalStateException if the member is not running
     */
    public void pause() {
        act(live.library().pauseMember(name));
    }

    /** Continues its processes after a {@link #pause}. */
    public void resume() {
        act(live.library().resumeMember(name));
    }

    /**
     * Sends a signal to all its processes. KILL, STOP and CONT are the same as {@link #kill}, {@link #pause} and {@link
     * #resume}; otherwise this returns when the signal has been sent. If the member ends because of it, that is not a
     * failure.
     *
     * @param signal a name, with or without {@code SIG}: {@code HUP} or {@code SIGHUP}
     * @throws IllegalStateException if the member is not running
     */
    public void signal(String signal) {
        act(live.library().signalMember(name, signal));
    }

    /**
     * Ends it as if its process had exited with this code, to test its restart rule: after 55 (by default) it is
     * restarted with a delay, after 0 it is {@link MemberState#STOPPED}, after any other code {@link
     * MemberState#FAILED}, which fails neither the test nor the cluster. Returns when its process has ended.
     *
     * <p>A program cannot be forced to exit with a given code. Its processes are killed, so exit handlers do not run;
     * only the code that the supervisor acts on is the given one.
     *
     * @param code 0 to 255
     * @throws IllegalStateException if the member is not running
     */
    public void exitWith(int code) {
        act(live.library().exitMember(name, code));
    }

    private static void act(CompletableFuture<MemberSnapshot> asked) {
        var unused = OperationAwaiter.done(asked);
    }

    /**
     * Runs a command with the member's environment and working directory, and waits up to a minute for its end. The
     * command is not part of the member: it does not end with the member, which need not be running.
     */
    public CommandResult exec(String... command) {
        return exec(Duration.ofMinutes(1), command);
    }

    /**
     * Like {@link #exec(String...)}, with a timeout after which the command is killed.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if it was killed; the message has its output
     */
    public CommandResult exec(Duration atMost, String... command) {
        return new MemberCommandExecutor(live.library(), planned()).run(atMost, command);
    }

    /** Its log: the output of all its runs. */
    public MemberLog log() {
        return new MemberLog(live, span, name);
    }

    /** An HTTP client for {@link #url()}, which sends the cluster's API key. */
    public MemberHttp http() {
        return new MemberHttp(name, url(), live.library().apiKey());
    }

    /** An HTTP client for another port. */
    public MemberHttp http(int port) {
        return new MemberHttp(name, url(port), live.library().apiKey());
    }

    /** Waits for a state. */
    public void awaitState(MemberState state) {
        awaitState(state, null);
    }

    /** Waits for a state, with a timeout; null for Awaitility's default. */
    public void awaitState(MemberState state, @Nullable Duration atMost) {
        var unused = ConditionWaiter.until(
                name + " to be " + state,
                atMost,
                () -> state() == state ? Optional.of(state) : Optional.empty(),
                this::lastSeen);
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        awaitState(MemberState.READY);
    }

    /** Waits until it is ready, with a timeout. */
    public void awaitReady(Duration atMost) {
        awaitState(MemberState.READY, atMost);
    }

    /**
     * Waits for a log line that contains a match of a regular expression, among the lines since the test began.
     *
     * @return the first such line
     */
    public String awaitLog(String regex) {
        return log().await(regex, null, null);
    }

    /** Like {@link #awaitLog(String)}, with a timeout. */
    public String awaitLog(String regex, Duration atMost) {
        return log().await(regex, null, atMost);
    }

    /** Like {@link #awaitLog(String)}, among the lines after a position in the log. */
    public String awaitLog(String regex, MemberLog.Place after) {
        return log().await(regex, after, null);
    }

    /**
     * Waits for the end of a run, for whatever reason. Counts only an end since the test began, since its last {@link
     * #start} or {@link #restart} of this member, and since its last call of this method.
     */
    public MemberExit awaitExit() {
        return awaitExit(null);
    }

    /** Like {@link #awaitExit()}, with a timeout; null for Awaitility's default. */
    public MemberExit awaitExit(@Nullable Duration atMost) {
        TestScope test = span.get();
        MemberExit exit = ConditionWaiter.until(
                name + " to end",
                atMost,
                () -> lastExit().filter(each -> test.isUnseenExit(name, each.at())),
                this::lastSeen);
        test.markExitsSeenUntil(name, exit.at());
        return exit;
    }

    private String lastSeen() {
        return ClusterDescriber.withLastLines(live, span.get(), name);
    }

    /** Its name, address and state. */
    @Override
    public String toString() {
        return name + " at " + address() + " (" + ClusterDescriber.state(now()) + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Member member && member.live == live && member.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(live), name);
    }
}
