package dev.runner.cli;

import dev.runner.cli.options.JsonOption;
import dev.runner.cli.options.NameOption;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cluster.ClusterState;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner ps}. */
final class PsCommand implements RunnableCommand {
    private final Invocation invocation;

    private final NameOption cluster = new NameOption();

    private final JsonOption output = new JsonOption();

    private final OptionSpec why = PicocliSpecFactory.flag("-v", "--why")
            .description("Also what probes printed, and what members wrote last, where one is not ready or not formed.")
            .build();

    private final OptionSpec names = PicocliSpecFactory.flag("--names")
            .hidden(true)
            .description("Only the names of the members, for completion.")
            .build();

    PsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Shows the members of a running cluster, or how it ended.",
                "  runner ps",
                "  runner ps -v          and why members are not ready, in full",
                "  runner ps --json | jq -r '.members[] | select(.state != \"ready\") | .name'",
                "",
                "Exit codes: 0 it runs; 1 it has failed, or its manager died; 2 several are here; 4 none runs here.");
        cluster.addTo(spec);
        output.addTo(spec);
        spec.addOption(why);
        spec.addOption(names);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        ClusterView view = view();
        if (PicocliSpecFactory.isSet(names)) {
            view.members().stream().map(MemberView::name).forEach(invocation.terminal()::line);
        } else if (output.json()) {
            invocation.terminal().line(JsonRecords.prettyText(view));
        } else {
            new StatusTable(invocation.terminal(), invocation.clock(), PicocliSpecFactory.isSet(why)).print(view);
        }
        return view.state() == ClusterState.FAILED ? ExitCode.FAILED : ExitCode.OK;
    }

    private ClusterView view() throws IOException, InterruptedException {
        ClusterLocation found = new ClusterFinder(invocation.directory()).find(cluster.name());
        ClusterStatusReader.Observation observation = ClusterStatusReader.observe(found);
        if (observation instanceof ClusterStatusReader.Running running) {
            return running.view();
        }
        if (observation instanceof ClusterStatusReader.ManagerDied died) {
            return died.view();
        }
        ClusterStatusReader.Ended ended = (ClusterStatusReader.Ended) observation;
        if (ended.last().view().state() == ClusterState.STOPPED) {
            throw ClusterStatusReader.notRunning(ended.last());
        }
        return ended.last().view();
    }
}
