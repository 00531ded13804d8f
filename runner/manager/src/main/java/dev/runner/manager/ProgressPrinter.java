package dev.runner.manager;

import dev.runner.cluster.ClusterFailure;
import dev.runner.cluster.ClusterListener;
import dev.runner.cluster.DebuggerOptions;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.loopback.BindProbe;
import dev.runner.manager.output.BrokenPipeException;
import dev.runner.manager.output.Colour;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.util.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person what happens to the cluster, member by member. The lines are handed over to a thread of their own,
 * because a terminal may stop reading and the supervisor must not.
 */
final class ProgressPrinter implements ClusterListener {
    /** After how much silence it is said who a stop waits for. */
    private static final long STOP_WAIT_MILLIS = 2_000;

    private final ProcessCluster cluster;
    private final Terminal terminal;
    private final Supplier<List<String>> whenReady;
    private final Runnable nobodyReads;
    private final StopWait stopWait;
    private final LinkedBlockingQueue<Runnable> lines = new LinkedBlockingQueue<>();
    private final AtomicBoolean endTold = new AtomicBoolean();
    private final int nameWidth;
    private final Thread printer = new Thread(this::printLines, "progress");
    private volatile boolean wasReady;

    /**
     * @param whenReady tells what follows the line that says that the cluster is ready; called on the printing thread
     * @param nobodyReads called when the reader of what is said has gone
     * @param foreground whether Ctrl-C reaches this process
     */
    ProgressPrinter(
            ProcessCluster cluster,
            Terminal terminal,
            Supplier<List<String>> whenReady,
            Runnable nobodyReads,
            boolean foreground) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.whenReady = whenReady;
        this.nobodyReads = nobodyReads;
        this.stopWait = new StopWait(foreground);
        this.nameWidth = cluster.plan().members().stream()
                .mapToInt(member -> member.name().length())
                .max()
                .orElse(0);
        printer.setDaemon(true);
        printer.start();
    }

    void header() {
        String members = Counted.of(cluster.plan().members().size(), "member");
        say("starting " + cluster.plan().name() + ": " + members + " on network "
                + cluster.plan().network().number() + ", in " + shown(cluster.directory()));
    }

    @Override
    public void onMember(MemberEvent event) {
        MemberSnapshot member = event.member();
        switch (event.kind()) {
            case PREPARING -> about(member, Colour.DIM, text(event));
            case READY -> {
                ready(event);
                debuggable(member);
            }
            case SPAWNED -> suspended(member);
            case RESTART_REQUESTED -> about(member, Colour.YELLOW, "asked for a restart (" + text(event) + ")");
            case BACKING_OFF ->
                about(member, Colour.YELLOW, "restarts " + event.delay().toMillis() + " ms after its end");
            case PAUSED -> about(member, Colour.YELLOW, "is paused (" + text(event) + ")");
            case RESUMED -> about(member, Colour.GREEN, "goes on (" + text(event) + ")");
            case SIGNALLED -> about(member, Colour.YELLOW, "was sent a signal (" + text(event) + ")");
            case STOPPING -> stopping(event);
            case KILLING -> about(member, Colour.YELLOW, "is killed: " + text(event));
            case STOPPED -> stopped(member);
            case STILL_ALIVE, LOG_FAILED -> about(member, Colour.RED, text(event));
            case FAILED -> failed(member);
            case NOTICE_READY, CRASHED, EXITED -> {
                // Told by the lines of other events: ready, the fatal message, stopped.
            }
        }
    }

    private static String text(MemberEvent event) {
        return event.cause() == null ? "" : event.cause().describe();
    }

    /** The first failure has a message of its own. */
    private void failed(MemberSnapshot member) {
        ClusterFailure fatal = cluster.status().fatal();
        if (fatal == null || !fatal.member().equals(member.id().name())) {
            about(
                    member,
                    Colour.RED,
                    "has failed: "
                            + (member.failure() == null ? "" : member.failure().describe()));
        }
    }

    private void ready(MemberEvent event) {
        MemberSnapshot member = event.member();
        int members = cluster.plan().members().size();
        String counted = wasReady ? "" : "  [" + cluster.countReady() + "/" + members + "]";
        String address = cluster.plan()
                .member(member.id().name())
                .map(PlannedMember::address)
                .orElse("");
        about(
                member,
                Colour.GREEN,
                "ready after " + seconds(since(member.startedAt(), event.at())) + "  " + address + ", pid "
                        + member.pid() + counted);
    }

    private void suspended(MemberSnapshot member) {
        cluster.plan()
                .member(member.id().name())
                .filter(planned -> cluster.debugging().suspends(planned))
                .ifPresent(planned -> about(
                        member,
                        Colour.YELLOW,
                        "waits for a debugger: attach to " + planned.address() + ":" + DebuggerOptions.PORT
                                + " (other users of this machine can too, and so run code as you)"));
    }

    /** Said only of what listens there: whether a script starts a JVM cannot be known before. */
    private void debuggable(MemberSnapshot member) {
        cluster.plan()
                .member(member.id().name())
                .flatMap(planned -> cluster.debugging().endpoint(planned))
                .ifPresent(endpoint -> lines.add(() -> {
                    if (!BindProbe.probe(List.of(endpoint)).isEmpty()) {
                        terminal.note(member.id().name() + "  debug: attach to " + endpoint
                                + " (other users of this machine can too, and so run code as you)");
                    }
                }));
    }

    /** The end of a whole cluster is one line: those of its members would bury what is worth reading. */
    private void stopping(MemberEvent event) {
        if (!isEnding()) {
            about(event.member(), Colour.DIM, "is asked to stop (" + text(event) + ")");
        } else if (endTold.compareAndSet(false, true)) {
            say("stopping " + cluster.plan().name() + " (" + text(event) + ")");
        }
    }

    private void stopped(MemberSnapshot member) {
        if (!isEnding()) {
            about(member, Colour.DIM, "has stopped" + ended(member));
        }
    }

    private boolean isEnding() {
        return switch (cluster.state()) {
            case STOPPING, FAILED, STOPPED -> true;
            case STARTING, READY, DEGRADED -> false;
        };
    }

    private static String ended(MemberSnapshot member) {
        return member.lastExit() == null
                ? ""
                : " (" + member.lastExit().status().describe() + ")";
    }

    @Override
    public void onSetup(String command) {
        say(command);
    }

    @Override
    public void onFormed(Duration took) {
        say(terminal.paintNote(Colour.GREEN, cluster.plan().name() + " has formed")
                + (took.toMillis() < 10 ? "" : ", " + seconds(took) + " after all were ready"));
    }

    @Override
    public void onReady(Duration took) {
        wasReady = true;
        lines.add(() -> {
            String ready = terminal.paintNote(Colour.GREEN, cluster.plan().name() + " is ready after " + seconds(took));
            List<String> more = whenReady.get();
            // In one write, so that no member's line comes between them.
            terminal.note(more.isEmpty() ? ready : ready + "\n" + String.join("\n", more));
        });
    }

    @Override
    public void onFatal(ClusterFailure error) {
        lines.add(() -> terminal.error(error.message()));
    }

    @Override
    public void onAdded(PlannedMember member) {
        say(member.name() + "  is added at " + member.address());
    }

    @Override
    public void onRemoved(String member) {
        say(member + "  is removed");
    }

    @Override
    public void onProblem(String problem) {
        lines.add(() -> terminal.error(problem));
    }

    void say(String line) {
        lines.add(() -> terminal.note(line));
    }

    /** Runs something on the printing thread, after everything that is to be printed so far. */
    void then(Runnable next) {
        lines.add(next);
    }

    private void about(MemberSnapshot member, Colour colour, String what) {
        String name = member.id().name();
        String padded = name + " ".repeat(Math.max(0, nameWidth - name.length()));
        lines.add(() -> terminal.note(
                terminal.paintNote(Colour.ofMember(name), padded) + "  " + terminal.paintNote(colour, what)));
    }

    /** Prints what is still to be printed; waits a moment for it, but not for a terminal that has stopped. */
    void close(Duration patience) throws InterruptedException {
        lines.add(() -> Thread.currentThread().interrupt());
        printer.join(patience.toMillis());
    }

    private void printLines() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Runnable line = endTold.get() ? lines.poll(STOP_WAIT_MILLIS, TimeUnit.MILLISECONDS) : lines.take();
                print(line == null ? this::sayWhoIsWaitedFor : line);
            }
        } catch (InterruptedException e) {
            // Everything has been said.
            lines.clear();
        }
    }

    private void sayWhoIsWaitedFor() {
        stopWait.news(cluster.status().members()).ifPresent(terminal::note);
    }

    private void print(Runnable line) {
        try {
            line.run();
        } catch (BrokenPipeException e) {
            // What is still to be said must not pile up.
            nobodyReads.run();
        }
    }

    private static Duration since(@Nullable Instant start, Instant at) {
        return start == null ? Duration.ZERO : Duration.between(start, at);
    }

    /** By hand, as a format costs a tenth of a millisecond, and is asked for with every member. */
    static String seconds(Duration duration) {
        long hundredths = (duration.toNanos() + 5_000_000) / 10_000_000;
        long rest = hundredths % 100;
        return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest + " s";
    }

    /** Relative to the current directory where that is shorter: it is meant to be copied. */
    static String shown(Path path) {
        Path relative = Path.of("").toAbsolutePath().relativize(path);
        return relative.startsWith("..") ? path.toString() : relative.toString();
    }
}
