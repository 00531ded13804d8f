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
 * One member of a cluster: a real process with all that it starts.
 *
 * <p>What is done to it ({@link #kill}, {@link #pause} and so on) returns when it took effect, and never fails the test
 * or the cluster by itself. What is waited for ({@link #awaitState} and so on) is waited for by Awaitility, as long as
 * it does by default ({@code Awaitility.setDefaultTimeout}) unless a duration is given; the message of a time-out says
 * what was seen last.
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

    /** {@code worker-2}. */
    public String name() {
        return name;
    }

    /** The number of its host; 255 for a coordinator. */
    public int ordinal() {
        return planned().ordinal();
    }

    /** The address that is its own, {@code 127.100.2.1}. */
    public String address() {
        return planned().address();
    }

    /** {@code http://127.100.2.1:9200}. */
    public URI url(int port) {
        return URI.create("http://" + address() + ":" + port);
    }

    /** With the first port that the spec names for it, or 28080. */
    public URI url() {
        return url(
                planned().ports().stream().findFirst().map(each -> each.port()).orElse(ClusterPorts.HTTP));
    }

    /** Its working directory. */
    public Path directory() {
        return planned().directory();
    }

    public MemberState state() {
        return MemberState.of(now().state());
    }

    /** Whether all of it is stopped by {@link #pause}. Its state stays what it was. */
    public boolean isPaused() {
        return now().operatorActions().paused();
    }

    /**
     * The process that leads it.
     *
     * @throws IllegalStateException where none runs
     */
    public long pid() {
        long pid = now().pid();
        if (pid == 0) {
            throw new IllegalStateException(name + " does not run: it is " + ClusterDescriber.state(now()));
        }
        return pid;
    }

    /** All of its processes that are alive, also those that left its group. */
    public Set<Long> pids() {
        return live.library().pids(name);
    }

    /** How often it has been started since the cluster began; 1 while it runs for the first time. */
    public int starts() {
        return now().incarnation();
    }

    /** How its last run ended; empty while none has. */
    public Optional<MemberExit> lastExit() {
        return Optional.ofNullable(now().lastExit()).map(MemberExit::of);
    }

    /** Kills all of it. Returns when nothing of it is alive; it stays so until it is started. */
    public void kill() {
        act(live.library().killMember(name));
    }

    /** Stops it as its spec says, by SIGTERM and with its grace. Returns when nothing of it is alive. */
    public void stop() {
        act(live.library().stopMember(name));
    }

    /**
     * Starts it. Returns when its process runs, which is before it is ready; where it runs already, nothing changes.
     *
     * @throws IllegalStateException where the cluster is being stopped
     */
    public void start() {
        act(live.library().startMember(name));
        span.get().markExitsSeenUntil(name, Instant.now());
    }

    /** Stops it and starts it again; returns like {@link #start}. */
    public void restart() {
        act(live.library().restartMember(name));
        span.get().markExitsSeenUntil(name, Instant.now());
    }

    /**
     * Stops all of its processes by SIGSTOP: it keeps its connections and answers nothing. Returns when none of them
     * runs.
     *
     * @throws IllegalStateException where it does not run
     */
    public void pause() {
        act(live.library().pauseMember(name));
    }

    /** Lets it go on after a {@link #pause}. */
    public void resume() {
        act(live.library().resumeMember(name));
    }

    /**
     * Sends a signal to all of its processes. Returns when it has been sent, and with KILL, STOP and CONT like {@link
     * #kill}, {@link #pause} and {@link #resume}. An end that follows from it is no failure.
     *
     * @param signal {@code HUP} or {@code SIGHUP}
     * @throws IllegalStateException where it does not run
     */
    public void signal(String signal) {
        act(live.library().signalMember(name, signal));
    }

    /**
     * Ends it as if it had ended by itself with this exit code, so that its restart rule can be tested: with 55 it is
     * started again after its delay, with 0 it is {@link MemberState#STOPPED}, with any other it is {@link
     * MemberState#FAILED}, which fails neither the test nor the cluster. Returns when its process has ended.
     *
     * <p>No program can be made to end with somebody else's code. Its processes are killed, so that they run no exit
     * handlers; only the code that the supervisor reckons with is the one given here.
     *
     * @param code 0 to 255
     * @throws IllegalStateException where it does not run
     */
    public void exitWith(int code) {
        act(live.library().exitMember(name, code));
    }

    private static void act(CompletableFuture<MemberSnapshot> asked) {
        var unused = OperationAwaiter.done(asked);
    }

    /**
     * Runs a command with its environment in its directory, and waits for its end, at most a minute. It is no part of
     * the member: it does not end with it, and the member need not run.
     */
    public CommandResult exec(String... command) {
        return exec(Duration.ofMinutes(1), command);
    }

    /**
     * Runs a command, which is killed when its time is over.
     *
     * @throws org.awaitility.core.ConditionTimeoutException where it was, with what it had written
     */
    public CommandResult exec(Duration atMost, String... command) {
        return new MemberCommandExecutor(live.library(), planned()).run(atMost, command);
    }

    /** What it writes. */
    public MemberLog log() {
        return new MemberLog(live, span, name);
    }

    /** A client of its HTTP API at {@link #url()}, which sends the cluster's key. */
    public MemberHttp http() {
        return new MemberHttp(name, url(), live.library().apiKey());
    }

    /** The same at another port. */
    public MemberHttp http(int port) {
        return new MemberHttp(name, url(port), live.library().apiKey());
    }

    /** Waits for a state. */
    public void awaitState(MemberState state) {
        awaitState(state, null);
    }

    /** Waits for a state, so long; null for as long as Awaitility waits. */
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

    /** Waits until it is ready, so long. */
    public void awaitReady(Duration atMost) {
        awaitState(MemberState.READY, atMost);
    }

    /**
     * Waits for a line that a regular expression is found in, among those since the test began.
     *
     * @return the first such line
     */
    public String awaitLog(String regex) {
        return log().await(regex, null, null);
    }

    /** Waits for a line, so long. */
    public String awaitLog(String regex, Duration atMost) {
        return log().await(regex, null, atMost);
    }

    /** Waits for a line that comes after a place in the log. */
    public String awaitLog(String regex, MemberLog.Place after) {
        return log().await(regex, after, null);
    }

    /**
     * Waits until a run of it has ended, whatever for: one that this test has not seen the end of, since it began,
     * since its {@link #start} or {@link #restart} of this member, and since the last such wait.
     */
    public MemberExit awaitExit() {
        return awaitExit(null);
    }

    /** Waits until a run of it has ended, so long; null for as long as Awaitility waits. */
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
