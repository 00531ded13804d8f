package dev.runner.cluster.readiness;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.ListenerStatus;
import dev.runner.loopback.UdpPorts;
import dev.runner.supervisor.process.SideCommand;
import dev.runner.util.RunningClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The wait for one start of one member. Attempts follow one another: the next is scheduled when the last has ended, so
 * there is never more than one.
 */
public final class ReadinessWait {
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(5);

    /** A timer that is so late was not held up by other work. */
    private static final long STOOD_STILL = TimeUnit.MILLISECONDS.toNanos(700);

    /** Until an attempt begins; what the attempt itself may take comes on top. */
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(1);

    private final ReadinessTarget target;
    private final ReadinessProber watch;
    private final long started = RunningClock.shared().nanoTime();
    private final CompletableFuture<ReadinessOutcome> outcome = new CompletableFuture<>();
    private final AtomicInteger endpointsReady = new AtomicInteger();
    private final AtomicInteger linesTooSlow = new AtomicInteger();
    private volatile @Nullable Process command;
    private volatile ProbeStatus status;
    private volatile long delay = FIRST_DELAY;

    ReadinessWait(ReadinessTarget target, ReadinessProber watch) {
        this.target = target;
        this.watch = watch;
        this.status = ProbeStatus.begun(target.rule().probe().describe());
    }

    /**
     * The end of the wait: ready, or the time was over; cancelled by {@link #cancel}. Completed on a thread of the
     * watch, which must not be held up.
     */
    public CompletableFuture<ReadinessOutcome> outcome() {
        return outcome;
    }

    /** What was seen so far. */
    public ProbeStatus status() {
        return status;
    }

    /** The same in one line: {@code tcp 127.100.0.1:2181: connection refused for 4.2 s (312 attempts)}. */
    public String lastSeen() {
        return status().describe();
    }

    /** The member has said that it is ready; ignored where another probe decides. */
    public void noticed() {
        if (target.rule().probe() instanceof Probe.Notice) {
            finish(true);
        }
    }

    /** The process has written a line, which was looked at; ignored where another probe decides. */
    public void line(String line, LinePattern.Verdict verdict) {
        if (target.rule().probe() instanceof Probe.Log && !outcome.isDone()) {
            int unseen = verdict == LinePattern.Verdict.TOO_SLOW ? linesTooSlow.incrementAndGet() : linesTooSlow.get();
            update(before -> before.nextLine(tooSlow(unseen)));
            if (verdict == LinePattern.Verdict.FOUND) {
                finish(true);
            }
        }
    }

    /** Many programs keep what they write to a pipe back until there are 4 KiB of it. */
    private String hint() {
        return target.rule().probe() instanceof Probe.Log && status.attempts() == 0
                ? "; it has written nothing, or keeps its output back as many do without a terminal: try `python -u`"
                        + " (PYTHONUNBUFFERED=1), or `stdbuf -oL` before the command"
                : "";
    }

    private static String tooSlow(int lines) {
        return lines == 0
                ? ""
                : "; " + lines + " of them take this pattern too long: write it without lookaround, backreferences and"
                        + " repetitions of repetitions";
    }

    /** Gives up, because the process has ended or is being stopped. */
    public void cancel() {
        outcome.cancel(false);
    }

    void begin() {
        expireAfter(target.rule().timeout().toNanos());
        var unused = outcome.whenComplete((result, failure) -> {
            watch.ended(this);
            killCommand();
        });
        if (target.rule().probe() instanceof Probe.Alive alive) {
            watch.later(() -> finish(true), alive.duration().toNanos());
        } else {
            attempt();
        }
    }

    private void expireAfter(long nanos) {
        long due = RunningClock.shared().nanoTime() + nanos;
        var timeout = RunningClock.shared().after(Duration.ofNanos(nanos), () -> expire(due), watch.scheduler());
        var unused = outcome.whenComplete((result, failure) -> timeout.cancel(false));
    }

    /**
     * The time is over. When this comes late, this process itself stood still (Ctrl-Z, a frozen container), and so did
     * the attempts, so there is time for one more.
     */
    private void expire(long due) {
        if (RunningClock.shared().nanoTime() - due > STOOD_STILL) {
            expireAfter(LAST_ATTEMPT.plus(target.rule().probe().attempt()).toNanos());
        } else {
            String hint = hint();
            update(before -> before.with(hint));
            finish(false);
        }
    }

    private void attempt() {
        if (outcome.isDone()) {
            return;
        }
        Probe probe = target.rule().probe();
        if (probe instanceof Probe.Tcp tcp) {
            connect(tcp.endpoints().get(endpointsReady.get()), tcp.attemptTimeout());
        } else if (probe instanceof Probe.Udp udp) {
            int next = endpointsReady.get();
            if (next < udp.tcp().size()) {
                connect(udp.tcp().get(next), udp.attemptTimeout());
            } else {
                Endpoint endpoint = udp.endpoints().get(next - udp.tcp().size());
                watch.block(() -> seen("udp " + endpoint, bound(endpoint)));
            }
        } else if (probe instanceof Probe.Http http) {
            watch.selector()
                    .start(ProbeConnection.http(http, seen -> answered(http.describe(), http.endpoint(), seen)));
        } else if (probe instanceof Probe.Command command) {
            Consumer<ProbeResult> done = seen -> seen(command.describe(), seen);
            watch.block(() -> CommandProbeRunner.start(command, target, watch.scheduler(), this::started, done));
        }
    }

    private void connect(Endpoint endpoint, Duration timeout) {
        watch.selector()
                .start(ProbeConnection.tcp(endpoint, timeout, seen -> answered("tcp " + endpoint, endpoint, seen)));
    }

    private ProbeResult bound(Endpoint endpoint) {
        try {
            return switch (target.listeners().hasBoundUdp(endpoint)) {
                case YES -> ProbeResult.READY;
                case NO -> ProbeResult.notYet("not bound by it");
                // Who has bound it cannot be seen here, but that somebody has.
                case UNKNOWN -> UdpPorts.isFree(endpoint) ? ProbeResult.notYet("not bound") : ProbeResult.READY;
            };
        } catch (RuntimeException e) {
            return ProbeResult.notYet("who has bound it is unknown: " + e.getMessage());
        }
    }

    /** Something answered; that it is this member is looked up on a thread that may block. */
    private void answered(String what, Endpoint endpoint, ProbeResult seen) {
        if (seen.ready()) {
            watch.block(() -> seen(what, mine(endpoint)));
        } else {
            seen(what, seen);
        }
    }

    private ProbeResult mine(Endpoint endpoint) {
        try {
            return target.listeners().listensOn(endpoint) == ListenerStatus.NO
                    ? ProbeResult.notYet("port " + endpoint.port() + " is answered by another process")
                    : ProbeResult.READY;
        } catch (RuntimeException e) {
            // The caller's code: what it could not find out is asked again at the next attempt.
            return ProbeResult.notYet("the owner of port " + endpoint.port() + " is unknown: " + e.getMessage());
        }
    }

    private void started(Process process) {
        command = process;
        if (outcome.isDone()) {
            killCommand();
        }
    }

    /** The wait may end while an attempt is under way. */
    private void killCommand() {
        Process running = command;
        if (running != null && running.isAlive()) {
            SideCommand.kill(running);
        }
    }

    private synchronized void update(UnaryOperator<ProbeStatus> change) {
        status = change.apply(status);
    }

    private void seen(String what, ProbeResult seen) {
        update(before -> before.next(what, seen));
        if (!seen.ready()) {
            later();
        } else if (endpointsReady.incrementAndGet() < endpoints()) {
            attempt();
        } else {
            finish(true);
        }
    }

    /** How many endpoints must answer, one after the other. */
    private int endpoints() {
        Probe probe = target.rule().probe();
        if (probe instanceof Probe.Udp udp) {
            return udp.tcp().size() + udp.endpoints().size();
        }
        return probe instanceof Probe.Tcp tcp ? tcp.endpoints().size() : 0;
    }

    private void later() {
        long interval = target.rule().interval().toNanos();
        long next = Math.max(Math.min(delay, interval), watch.leastDelayNanos());
        delay = Math.min(interval, delay + delay / 2);
        if (!outcome.isDone()) {
            watch.later(this::attempt, next);
        }
    }

    private void finish(boolean ready) {
        outcome.complete(new ReadinessOutcome(
                ready, Duration.ofNanos(RunningClock.shared().nanoTime() - started), status()));
    }
}
