package dev.runner.manager;

import dev.runner.cluster.ClusterFailure;
import dev.runner.cluster.ClusterListener;
import dev.runner.cluster.ClusterOutcome;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.ShellQuoter;
import dev.runner.http.json.JsonRecords;
import dev.runner.loopback.ClusterPorts;
import dev.runner.manager.api.ApiToken;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.output.OutputFailedException;
import dev.runner.manager.output.Terminal;
import dev.runner.manager.warm.InstallationStartArchives;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.process.LibC;
import dev.runner.supervisor.process.ProcessLimit;
import dev.runner.util.FileFailure;
import dev.runner.util.InheritedEnvironment;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Manages one cluster from its preparation to its end, in this process. */
public final class Manager {
    /** How long the last lines may take to be printed: longer only on a terminal that has stopped. */
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private static final int SIGPIPE = 13;

    private static volatile boolean wasRun;

    private final ManagerOptions request;
    private final Terminal terminal;
    private final StopSignalHandler signals = new StopSignalHandler();
    private volatile boolean apiFailed;
    private volatile boolean outputFailed;
    private volatile boolean readersGone;
    private final AtomicReference<@Nullable ProcessCluster> running = new AtomicReference<>();

    public Manager(ManagerOptions request, Terminal terminal) {
        this.request = request;
        this.terminal = terminal;
    }

    /** Whether this process has been a manager: see {@code RunnerMain}. */
    public static boolean wasRun() {
        return wasRun;
    }

    /**
     * Runs the cluster to its end.
     *
     * @return the exit code: see {@link ExitCode}
     * @throws MachineNotReadyException where nothing was started because something is in the way
     */
    public int run() throws MachineNotReadyException, IOException, InterruptedException, ExecutionException {
        wasRun = true;
        signals.handle(this::stop, this::kill);
        try (ProcessCluster cluster = ProcessCluster.prepare(request.options())) {
            String api = "http://" + cluster.plan().network().manager() + ":" + ClusterPorts.HTTP;
            String token = ApiToken.create(new SecureRandom());
            ManagerFiles files = new ManagerFiles(cluster, api, token, request.start());
            try {
                files.begin();
                return exitCode(manage(cluster, files, api, token), cluster);
            } finally {
                // Before the directory is given back: the next manager's file must not be taken for this one's.
                files.withdraw();
            }
        }
    }

    /** From the first member's start until nothing of any is alive. */
    private ClusterOutcome manage(ProcessCluster cluster, ManagerFiles files, String api, String token)
            throws IOException, InterruptedException, ExecutionException {
        ClusterManagerOperations operations = new ClusterManagerOperations(
                cluster, new ClusterView.Manager(ProcessHandle.current().pid(), api));
        ProgressPrinter progress = new ProgressPrinter(
                cluster, terminal, () -> announce(operations, files), this::nobodyReads, isForeground());
        ForegroundLogFollower output = ForegroundLogFollower.of(cluster, request, terminal, this::nobodyReads);
        cluster.listen(progress);
        cluster.listen(rewriting(files, progress));
        if (request.detachedStart() != null) {
            cluster.listen(endOf(request.detachedStart(), cluster, progress, operations));
        }
        progress.header();
        if (cluster.isCopied()) {
            progress.say("this state was copied from another directory: what runs there is left alone, and members"
                    + " begin with the data that was copied (`--fresh` begins without)");
        }
        running.set(cluster);
        begin(cluster, progress, operations, token);
        ThreadWatch threads = new ThreadWatch(ProcessLimit::hasRoomForThread, signals, progress::onProblem);
        ClusterOutcome outcome = new DirectoryWatch(
                        cluster,
                        progress::onProblem,
                        threads::look,
                        directory -> files.restoreManager(directory, progress::onProblem))
                .awaitEnd();
        output.close(LAST_LINES);
        progress.say(farewell(cluster, outcome));
        try {
            files.end(operations.status());
        } catch (IOException e) {
            progress.onProblem("how it ended cannot be noted for `runner ps`: " + FileFailure.describe(e));
        }
        progress.close(LAST_LINES);
        return outcome;
    }

    private void begin(
            ProcessCluster cluster, ProgressPrinter progress, ClusterManagerOperations operations, String token) {
        if (signals.first() != 0) {
            stop(signals.first());
        }
        LazyApiServer api =
                new LazyApiServer(operations, token, cluster.plan().network().manager(), problem -> {
                    progress.onProblem(problem + ", so that no other command could reach this cluster: it is stopped");
                    apiFailed = true;
                    cluster.stop(Action.ShutdownReason.API_UNAVAILABLE);
                });
        cluster.listen(api);
        api.start();
        cluster.start();
    }

    /** The manager's file names the guardian, which may have been replaced when there is a problem. */
    private static ClusterListener rewriting(ManagerFiles files, ProgressPrinter progress) {
        return new ClusterListener() {
            @Override
            public void onProblem(String problem) {
                try {
                    files.writeManager();
                } catch (IOException e) {
                    progress.say("the manager's file cannot be written: " + FileFailure.describe(e));
                }
            }
        };
    }

    /** After what {@code progress} prints about the same event, as it was registered before. */
    private ClusterListener endOf(
            DetachedStart start,
            ProcessCluster cluster,
            ProgressPrinter progress,
            ClusterManagerOperations operations) {
        return new ClusterListener() {
            @Override
            public void onReady(Duration took) {
                if (!request.untilFormed() || cluster.status().formed() == null) {
                    progress.then(() -> end(DetachedStart.Result.READY));
                }
            }

            @Override
            public void onFormed(Duration took) {
                progress.then(() -> end(DetachedStart.Result.READY));
            }

            @Override
            public void onUnformed(PlannedMember member) {
                progress.then(() -> end(DetachedStart.Result.UNFORMED));
            }

            @Override
            public void onFatal(ClusterFailure error) {
                if (request.options().keepGoing()) {
                    progress.then(() -> printJson(operations.status()));
                    progress.then(() -> end(DetachedStart.Result.DEGRADED));
                }
            }

            private void end(DetachedStart.Result result) {
                try {
                    start.end(outputFailed ? DetachedStart.Result.DEGRADED : result);
                } catch (IOException e) {
                    progress.onProblem("the start cannot be told to who waits for it: " + FileFailure.describe(e));
                }
            }
        };
    }

    private void printJson(ClusterView view) {
        if (!request.json()) {
            return;
        }
        try {
            terminal.line(JsonRecords.prettyText(view));
        } catch (OutputFailedException e) {
            outputFailed = true;
            terminal.error(e.getMessage() + ". The cluster runs all the same; `runner down` stops it.");
        }
    }

    /** @return the lines after the one that says that the cluster is ready */
    private List<String> announce(ClusterManagerOperations operations, ManagerFiles files) {
        ClusterView view = operations.status();
        printJson(view);
        List<String> lines = new ArrayList<>();
        if (request.ownControlPlane() && view.coordinator() != null) {
            String header = view.apiKey() == null ? "" : "-H " + ShellQuoter.quote("@" + files.keyHeader()) + " ";
            // curl asks a proxy for loopback addresses too, and takes the variable in lower case only, or that for all
            boolean hasProxy = Stream.of("http_proxy", "all_proxy", "ALL_PROXY").anyMatch(System.getenv()::containsKey);
            lines.add("  its workers:  curl " + (hasProxy ? "--noproxy '*' " : "") + header + view.coordinator()
                    + "/api/v1/cluster/workers");
        }
        String program = System.getProperty("multihost.program", "runner") + " ";
        String name = files.hasRunningSiblings() ? " --name " + view.cluster() : "";
        warmForNextTime(view).ifPresent(lines::add);
        lines.add("  look and stop: " + program + "ps" + name + ", " + program + "logs -f" + name + ", " + program
                + "down" + name + (isForeground() ? ", or Ctrl-C here" : ""));
        return lines;
    }

    private static Optional<String> warmForNextTime(ClusterView view) {
        List<Long> pids = view.members().stream()
                .map(MemberView::pid)
                .filter(Objects::nonNull)
                .toList();
        try {
            return InstallationStartArchives.buildInBackground(InheritedEnvironment.current(), pids)
                    ? Optional.of("  the next start will be faster: its archives are being made in the background")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("  start archives cannot be made (" + FileFailure.describe(e) + "); try `runner warm`");
        }
    }

    private static String farewell(ProcessCluster cluster, ClusterOutcome outcome) {
        String name = cluster.plan().name();
        return switch (outcome) {
            case STOPPED ->
                name + " has stopped"
                        + cluster.whereabouts()
                                .map(place -> "; its data and logs stay in " + ProgressPrinter.shown(place))
                                .orElse("");
            case FINISHED -> name + " has finished: all its members ended with exit code 0";
            case FAILED, NOT_READY -> name + " has failed; all members stopped";
        };
    }

    private boolean isForeground() {
        return request.detachedStart() == null;
    }

    /** As other programs, which SIGPIPE ends; where one of the two streams is still read, the cluster goes on. */
    private void nobodyReads() {
        if (isForeground() && terminal.isReaderClosed() && !readersGone) {
            readersGone = true;
            stop(SIGPIPE);
        }
    }

    private void stop(int signal) {
        ProcessCluster cluster = running.get();
        if (cluster != null) {
            cluster.stop(new Action.ManagerSignal(signal));
        }
    }

    private void kill() {
        ProcessCluster cluster = running.get();
        if (cluster == null) {
            // Still preparing: no member runs, and what does ends with this process.
            LibC.exitNow(ExitCode.ofSignal(signals.first()));
        } else {
            cluster.kill(Action.ShutdownReason.SECOND_SIGNAL);
        }
    }

    /** Nobody has asked for it where the directory was removed. */
    private static int exitCodeOfStop(ProcessCluster cluster) {
        return cluster.whereabouts().isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int exitCode(ClusterOutcome outcome, ProcessCluster cluster) {
        if (apiFailed) {
            return ExitCode.MACHINE_NOT_READY;
        }
        return switch (outcome) {
            case FINISHED -> outputFailed ? ExitCode.FAILED : ExitCode.OK;
            case FAILED -> ExitCode.FAILED;
            case NOT_READY -> ExitCode.TIMED_OUT;
            case STOPPED -> stopped(cluster);
        };
    }

    private int stopped(ProcessCluster cluster) {
        if (signals.first() != 0) {
            return ExitCode.ofSignal(signals.first());
        } else if (readersGone) {
            return ExitCode.BROKEN_PIPE;
        }
        return outputFailed ? ExitCode.FAILED : exitCodeOfStop(cluster);
    }
}
