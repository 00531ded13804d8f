package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cluster.ClusterState;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import dev.runner.manager.output.ExitCode;
import dev.runner.supervisor.LifecycleState;
import dev.runner.util.DurationFormat;
import dev.runner.util.RunningClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner wait}. Asks often: a manager answers thousands of such requests a second. */
final class WaitCommand implements RunnableCommand {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * So long a failure that was there already may be that of the run before: `runner up &` takes a moment until it has
     * begun.
     */
    private static final Duration START_UNDER_WAY = Duration.ofMillis(1500);

    private final Invocation invocation;

    private final ClusterRequestOptions options = new ClusterRequestOptions();

    private final OptionSpec formed = PicocliSpecFactory.flag("--formed")
            .description("Until its members see each other too, where the spec says how they tell (`formed`).")
            .build();

    private @Nullable ClusterView last;
    private @Nullable CommandFailedException absence;
    private long begunNanos;

    WaitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Waits until a cluster is ready, also one that is only just being started; for scripts.",
                "  runner up > up.log 2>&1 &",
                "  runner wait && curl http://127.100.0.1:28080/",
                "  runner kill worker-1; runner start worker-1; runner wait --formed --timeout 20s",
                "",
                "Exit codes: 0 ready; 1 it has failed; 2 several are here; 4 none came; 5 not ready in time.");
        options.addTo(spec);
        spec.addOption(formed);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        begunNanos = RunningClock.shared().nanoTime();
        while (!isThere()) {
            if (RunningClock.shared().nanoTime() - begunNanos
                    > options.timeout().toNanos()) {
                throw notInTime();
            }
            Thread.sleep(PAUSE.toMillis());
        }
        report();
        return ExitCode.OK;
    }

    private boolean isThere() throws IOException, InterruptedException {
        Optional<ClusterView> now = look();
        if (now.isEmpty()) {
            return false;
        }
        ClusterView view = now.get();
        last = view;
        if (hasFailed(view)) {
            throw failure(view);
        }
        return view.state() == ClusterState.READY
                && !(PicocliSpecFactory.isSet(formed) && Boolean.FALSE.equals(view.formed()));
    }

    /** One that went on without a failed member has not, while somebody has that member started again. */
    private static boolean hasFailed(ClusterView view) {
        if (view.state() == ClusterState.FAILED) {
            return true;
        }
        boolean goesOn = view.state() == ClusterState.READY
                || (view.members().stream().noneMatch(member -> member.state() == LifecycleState.FAILED)
                        && view.members().stream().anyMatch(WaitCommand::isOnItsWay));
        return view.fatal() != null && !goesOn;
    }

    private static boolean isOnItsWay(MemberView member) {
        return switch (member.state()) {
            case PENDING, STARTING, STOPPING, BACKING_OFF -> true;
            case READY, STOPPED, FAILED -> false;
        };
    }

    /** Empty while none runs. An end counts where it was seen to run; a failure also where no start is under way. */
    private Optional<ClusterView> look() throws IOException, InterruptedException {
        try {
            ClusterLocation found = new ClusterFinder(invocation.directory()).find(options.name());
            ClusterStatusReader.Observation observation = ClusterStatusReader.observe(found);
            if (observation instanceof ClusterStatusReader.Running running) {
                return Optional.of(running.view());
            }
            if (observation instanceof ClusterStatusReader.ManagerDied died) {
                return Optional.of(died.view());
            }
            ClusterStatusReader.Ended ended = (ClusterStatusReader.Ended) observation;
            boolean failed = ended.last().view().state() == ClusterState.FAILED;
            if (last == null && failed && !isOver(ended.last())) {
                absence = failure(ended.last().view());
                return Optional.empty();
            }
            if (last == null && !failed) {
                throw ClusterStatusReader.notRunning(ended.last());
            }
            if (!failed) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "'" + ended.last().view().cluster() + "' has been stopped meanwhile.");
            }
            return Optional.of(ended.last().view());
        } catch (CommandFailedException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND) {
                throw e;
            }
            if (absence == null) {
                invocation.terminal().note("no cluster runs here yet; waiting for one");
            }
            absence = e;
            return Optional.empty();
        }
    }

    private static CommandFailedException failure(ClusterView view) {
        return new CommandFailedException(ExitCode.FAILED, "'" + view.cluster() + "' has failed: " + view.fatal());
    }

    private boolean isOver(LastStatus failure) {
        Duration waited = Duration.ofNanos(RunningClock.shared().nanoTime() - begunNanos);
        Instant begun = invocation.clock().instant().minus(waited);
        return failure.endedAt().isAfter(begun) || waited.compareTo(START_UNDER_WAY) > 0;
    }

    private CommandFailedException notInTime() {
        ClusterView view = last;
        if (view == null && absence != null) {
            return absence;
        }
        String time = DurationFormat.format(options.timeout());
        String what = view == null || view.state() != ClusterState.READY ? "ready" : "formed";
        return new CommandFailedException(
                ExitCode.TIMED_OUT,
                (view == null ? "it" : "'" + view.cluster() + "'") + " was not " + what + " after " + time
                        + (view == null ? "" : awaited(view)) + ".");
    }

    private static String awaited(ClusterView view) {
        String members = view.members().stream()
                .filter(member -> member.state() != LifecycleState.READY
                        || member.paused()
                        || (view.state() == ClusterState.READY && Boolean.FALSE.equals(member.formed())))
                .map(WaitCommand::describe)
                .collect(Collectors.joining("; "));
        return members.isEmpty() ? "" : ": " + members;
    }

    private static String describe(MemberView member) {
        String state = member.name() + " is " + StatusTable.state(member);
        PendingView pending = member.pending();
        if (pending == null) {
            return state;
        }
        return pending.missing().equals("formed")
                ? member.name() + " is " + member.state().label() + ", not formed: " + pending.reason()
                : state + ": " + pending.reason();
    }

    private void report() {
        ClusterView view = last;
        if (view == null) {
            throw new IllegalStateException("nothing was seen, and yet it is ready");
        }
        if (!options.json()) {
            invocation
                    .terminal()
                    .line(view.cluster() + " is ready" + (Boolean.TRUE.equals(view.formed()) ? " and formed" : ""));
            return;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cluster", view.cluster());
        json.put("state", view.state().label());
        json.put("formed", view.formed());
        invocation.terminal().line(JsonRecords.text(json));
    }
}
