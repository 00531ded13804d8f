package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cli.options.WaitOptions;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner add}. */
final class AddCommand implements RunnableCommand {
    private final Invocation invocation;

    private final ClusterRequestOptions options = new ClusterRequestOptions();

    private final OptionSpec count = PicocliSpecFactory.option(int.class, "N", "--count")
            .defaultValue("1")
            .description("How many hosts (default: ${DEFAULT-VALUE}); 254 is the most that a cluster can have.")
            .build();

    private final WaitOptions waiting = new WaitOptions("Return when the new members are ready, as without it.");

    AddCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Adds hosts to a running cluster, with a member of every kind that is on all hosts.",
                "  runner add",
                "  runner add --count 3 --formed",
                "",
                "Returns when they are ready. Where one fails before, they are taken out again: exit code 1.",
                "Members that run are not touched; started again, they are told of the new hosts too.");
        options.addTo(spec);
        spec.addOption(count);
        waiting.addTo(spec);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        int hosts = count.getValue();
        if (hosts < 1) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "--count takes a number of hosts, 1 or more, not " + hosts + ".");
        }
        RunningCluster cluster = RunningCluster.find(invocation, options.name());
        List<MemberView> added = cluster.ask(client -> client.add(hosts, options.timeout()));
        if (waiting.formed()) {
            new ReadyWaiter(cluster, options.timeout())
                    .await(
                            added.stream().map(MemberView::name).toList(),
                            ReadyWaiter.Formed.NEEDED,
                            ", since hosts were added.");
        }
        if (options.json()) {
            invocation
                    .terminal()
                    .line(JsonRecords.text(added.stream().map(AddCommand::json).toList()));
        } else {
            added.forEach(member -> invocation.terminal().line(describe(member)));
        }
        return ExitCode.OK;
    }

    private static String describe(MemberView member) {
        String how = member.pid() == null ? member.state().label().replace('_', ' ') : "pid " + member.pid();
        return member.name() + " added at " + member.address() + " (" + how + ")";
    }

    private static Map<String, @Nullable Object> json(MemberView member) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", member.name());
        json.put("state", member.state().label());
        json.put("address", member.address());
        json.put("pid", member.pid());
        return json;
    }
}
