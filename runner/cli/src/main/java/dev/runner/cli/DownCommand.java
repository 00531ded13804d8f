package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cluster.ClusterState;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.api.ManagerFile;
import dev.runner.manager.api.ManagerProcessFinder;
import dev.runner.manager.api.ManagerUnreachableException;
import dev.runner.manager.api.ProcessIdentity;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.Counted;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code runner down}. */
final class DownCommand implements RunnableCommand {
    private final Invocation invocation;

    private final ClusterRequestOptions options = new ClusterRequestOptions();

    DownCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Stops a running cluster, and returns when nothing of it is alive.",
                "  runner down",
                "  runner down --name kafka --timeout 2m",
                "",
                "Data and logs stay in .runner/; `runner up --fresh` begins without them.",
                "Exit codes: 0 all has ended; 2 several are here; 3 what a dead manager left cannot be stopped;",
                "4 none runs here; 5 not ended in time.");
        options.addTo(spec);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        ClusterLocation found = find();
        if (found == null) {
            return ExitCode.OK;
        }
        ClusterStatusReader.Observation observation;
        try {
            observation = ClusterStatusReader.observe(found);
        } catch (ClusterStatusReader.DamagedStateException e) {
            return stopWithoutFile(found);
        }
        if (observation instanceof ClusterStatusReader.Running running) {
            return stop(running);
        }
        if (observation instanceof ClusterStatusReader.ManagerDied died) {
            return cleanUpAfter(died, found);
        }
        throw ClusterStatusReader.notRunning(((ClusterStatusReader.Ended) observation).last());
    }

    /** Null where its directory was removed, and its manager, which has not noticed yet, was stopped all the same. */
    private @Nullable ClusterLocation find() throws IOException, InterruptedException {
        try {
            return new ClusterFinder(invocation.directory()).find(options.name());
        } catch (CommandFailedException e) {
            Path state = invocation.directory().resolve(ClusterFinder.STATE_DIRECTORY);
            Path removed = options.name().map(state::resolve).orElse(state);
            if (e.exitCode() != ExitCode.NOT_FOUND || Files.exists(removed)) {
                throw e;
            }
            long begun = System.nanoTime();
            if (!stopManagersBelow(removed)) {
                throw e;
            }
            report(
                    options.name().orElse("what ran here"),
                    System.nanoTime() - begun,
                    0,
                    " Its directory had been removed before.");
            return null;
        }
    }

    /** Where the manager's file is damaged: the manager is found by its guardian, or what it left by the journal. */
    private int stopWithoutFile(ClusterLocation found) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        stopManagersBelow(found.path());
        int killed = reapOrphans(found);
        ManagerFile.delete(found.path());
        report(found.name(), System.nanoTime() - begun, killed, " Its " + ManagerFile.NAME + " was damaged.");
        return ExitCode.OK;
    }

    /** @return whether there was one */
    private boolean stopManagersBelow(Path directory) throws InterruptedException {
        Map<String, ProcessIdentity> processes = new LinkedHashMap<>();
        for (ProcessHandle manager : ManagerProcessFinder.below(directory)) {
            processes.put("the manager (pid " + manager.pid() + ")", ProcessIdentity.of(manager));
            manager.destroy();
        }
        awaitEnd(processes);
        return !processes.isEmpty();
    }

    private int stop(ClusterStatusReader.Running running) throws InterruptedException {
        long begun = System.nanoTime();
        Map<String, ProcessIdentity> processes = processesOf(running);
        try {
            running.client().shutdown(options.timeout());
        } catch (ManagerUnreachableException.NotInTime e) {
            throw new CommandFailedException(ExitCode.TIMED_OUT, e.getMessage() + ".", e);
        } catch (ManagerUnreachableException e) {
            if (running.file().manager().isAlive()) {
                throw new CommandFailedException(ExitCode.FAILED, e.getMessage() + ".", e);
            } // else it was about to end by itself, and the wait below tells whether all has
        }
        awaitEnd(processes);
        report(running.view().cluster(), System.nanoTime() - begun, 0, "");
        return ExitCode.OK;
    }

    private static Map<String, ProcessIdentity> processesOf(ClusterStatusReader.Running running) {
        Map<String, ProcessIdentity> processes = new LinkedHashMap<>();
        running.view().members().forEach(member -> {
            if (member.pid() != null && member.startedAt() != null) {
                processes.put(member.name(), new ProcessIdentity(member.pid(), member.startedAt()));
            }
        });
        addManager(processes, running.file());
        return processes;
    }

    private static void addManager(Map<String, ProcessIdentity> processes, ManagerFile file) {
        processes.put(ProcessExitWaiter.MANAGER, file.manager());
        if (file.guardian() != null) {
            processes.put(ProcessExitWaiter.GUARDIAN, file.guardian());
        }
    }

    /**
     * The guardian does the stopping; where it was killed too, this does. Then the dead manager's file goes, so that
     * `ps` no longer complains.
     */
    private int cleanUpAfter(ClusterStatusReader.ManagerDied died, ClusterLocation found)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Map<String, ProcessIdentity> processes = new LinkedHashMap<>();
        if (died.file().origin().isSameMachine(StateOrigin.of(found.path()))) { // else its pids mean others here
            addManager(processes, died.file());
        }
        awaitEnd(processes);
        int killed = reapOrphans(found);
        ClusterView dead = died.view();
        ClusterView stopped = new ClusterView(
                dead.cluster(),
                dead.network(),
                ClusterState.STOPPED,
                dead.manager(),
                null,
                dead.members(),
                null,
                dead.fatal(),
                dead.formed());
        new LastStatus(stopped, invocation.clock().instant(), died.file().start()).write(found.path());
        ManagerFile.delete(found.path());
        String left = killed == 0
                ? "."
                : ", and its guardian too: killed " + Counted.of(killed, "process") + " that they left.";
        report(dead.cluster(), System.nanoTime() - begun, killed, " Its manager had died before" + left);
        return ExitCode.OK;
    }

    private void awaitEnd(Map<String, ProcessIdentity> processes) throws InterruptedException {
        ProcessExitWaiter.forEndOf(
                processes, options.timeout(), text -> invocation.terminal().note(text));
    }

    private static int reapOrphans(ClusterLocation found) {
        try {
            return ProcessCluster.reapOrphans(found.path()).size();
        } catch (MachineNotReadyException e) {
            throw new CommandFailedException(ExitCode.MACHINE_NOT_READY, e.getMessage() + ".", e);
        }
    }

    private void report(String name, long nanos, int killed, String remark) {
        Duration took = Duration.ofNanos(nanos);
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cluster", name);
            json.put("state", ClusterState.STOPPED.label());
            json.put("millis", took.toMillis());
            if (killed > 0) {
                json.put("killed", killed);
            }
            invocation.terminal().line(JsonRecords.text(json));
        } else {
            invocation.terminal().line(name + " is down (" + seconds(took) + " s)." + remark);
        }
    }

    /** With one digit, and without a format, which takes a tenth of this command's time. */
    private static String seconds(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10;
    }
}
