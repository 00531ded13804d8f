package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cli.options.WaitOptions;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code runner stop|start|restart|kill|pause|resume|remove MEMBER...}: they differ only in what the manager is asked
 * to do.
 */
final class MemberOperationCommand implements RunnableCommand {
    /** What can be done with a member. */
    enum Operation {
        STOP("Stops members with their grace. They stay stopped until `runner start`.", "stopped"),
        START("Starts members that were stopped or killed.", "started"),
        RESTART("Stops members and starts them again, each when the one before it is ready and formed.", "restarted"),
        KILL("Kills members and all they started, at once. They stay so until `runner start`.", "killed"),
        PAUSE("Stops members and all they started by SIGSTOP, until `runner resume`.", "paused"),
        REMOVE("Stops members with their grace, and takes them out of the cluster.", "removed"),
        RESUME("Lets members go on after `runner pause`.", "goes on");

        private final String description;
        private final String done;

        Operation(String description, String done) {
            this.description = description;
            this.done = done;
        }

        /** @throws IllegalArgumentException where there is none of this name */
        static Operation of(String command) {
            return valueOf(command.toUpperCase(Locale.ROOT));
        }

        String command() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Invocation invocation;
    private final Operation operation;

    private final ClusterRequestOptions options = new ClusterRequestOptions();

    private final PositionalParamSpec members = PicocliSpecFactory.parameter(List.class, "MEMBER", "1..*")
            .auxiliaryTypes(String.class)
            .description("Names as `runner ps` shows them, such as worker-2; a kind for all of it, such as worker; "
                    + "patterns, such as 'worker-*'.")
            .build();

    private final WaitOptions waiting = new WaitOptions("Return when they are ready, and not as soon as they run.");

    /** Only of `restart`. */
    private final OptionSpec atOnce = PicocliSpecFactory.flag("--at-once")
            .description("Restart the next one as soon as the one before it runs, without waiting until it is ready.")
            .build();

    /** Only of `kill`; null for SIGKILL. */
    private final OptionSpec signal = PicocliSpecFactory.option(String.class, "NAME", "-s", "--signal")
            .description("Send this signal instead, such as TERM, HUP or QUIT, to members and all they started. One "
                    + "that ends because of it has not failed; one that does not goes on.")
            .build();

    MemberOperationCommand(Invocation invocation, Operation operation) {
        this.invocation = invocation;
        this.operation = operation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                operation.description,
                "  runner " + operation.command() + " worker-2",
                operation == Operation.KILL
                        ? "  runner kill --signal QUIT worker-0    a thread dump of a JVM, in its log"
                        : "  runner " + operation.command() + " worker-0 worker-1",
                "  runner " + operation.command() + " worker      all of a kind");
        options.addTo(spec);
        spec.addPositional(members);
        if (operation == Operation.KILL) {
            spec.addOption(signal);
        }
        if (operation == Operation.START || operation == Operation.RESTART) {
            waiting.addTo(spec);
        }
        if (operation == Operation.RESTART) {
            spec.addOption(atOnce);
        }
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        checkSignal();
        RunningCluster cluster = RunningCluster.find(invocation, options.name());
        List<String> words = members.getValue();
        List<String> named = cluster.members(words);
        List<MemberView> changed = new ArrayList<>();
        boolean rolling = operation == Operation.RESTART && !PicocliSpecFactory.isSet(atOnce);
        ReadyWaiter waiter = new ReadyWaiter(cluster, options.timeout());
        for (int i = 0; i < named.size(); i++) {
            String member = named.get(i);
            MemberView view = cluster.ask(client -> client.operate(path(), member, options.timeout()));
            changed.add(view);
            if (!options.json()) {
                invocation.terminal().line(ranBefore(cluster, view) ? alreadyRuns(view) : describe(view));
            }
            List<String> rest = named.subList(i + 1, named.size());
            if (rolling && !rest.isEmpty()) {
                waiter.await(
                        List.of(member),
                        ReadyWaiter.Formed.WHERE_POSSIBLE,
                        "; not restarted: " + String.join(", ", rest) + ". --at-once does not wait.");
            }
        }
        if (waiting.isWanted()) {
            ClusterView view = waiter.await(
                    named, waiting.formed() ? ReadyWaiter.Formed.NEEDED : ReadyWaiter.Formed.NOT_NEEDED, ".");
            changed.replaceAll(member -> view.member(member.name()).orElse(member));
        }
        if (options.json()) {
            invocation
                    .terminal()
                    .line(JsonRecords.text(
                            changed.stream().map(MemberOperationCommand::json).toList()));
        }
        return ExitCode.OK;
    }

    /** A start changes nothing where it finds the process that ran before. */
    private boolean ranBefore(RunningCluster cluster, MemberView now) {
        return operation == Operation.START
                && now.pid() != null
                && cluster.running()
                        .view()
                        .member(now.name())
                        .filter(before -> Objects.equals(now.pid(), before.pid())
                                && Objects.equals(now.startedAt(), before.startedAt()))
                        .isPresent();
    }

    private static String alreadyRuns(MemberView member) {
        return member.name() + " runs already (pid " + member.pid() + ")";
    }

    private void checkSignal() {
        @Nullable String name = signal.getValue();
        try {
            if (name != null) {
                Signals.number(name);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private String path() {
        @Nullable String name = signal.getValue();
        return name == null ? operation.command() : operation.command() + "?signal=" + name;
    }

    private String describe(MemberView member) {
        String pid = member.pid() == null ? "" : " (pid " + member.pid() + ")";
        @Nullable String name = signal.getValue();
        String done = name == null ? operation.done : "was sent " + name.toUpperCase(Locale.ROOT);
        return member.name() + " " + done + pid;
    }

    private static Map<String, Object> json(MemberView member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", member.name());
        json.put("state", member.state().label());
        json.put("paused", member.paused());
        if (member.pid() != null) {
            json.put("pid", member.pid());
        }
        return json;
    }
}
