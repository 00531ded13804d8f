package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.manager.api.JsonMaps;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;

/**
 * {@code runner stop|start|restart|kill|pause|resume|remove MEMBER...}: they differ only in what the manager is asked
 * to do.
 */
@Command(addMethodSubcommands = false, footerHeading = "%nExamples:%n")
final class MemberOperationCommand implements RunnableCommand {
    /** What can be done with a member. */
    enum Operation {
        STOP("Stops members with their grace. They stay stopped until `runner start`.", "stopped"),
        START("Starts members that were stopped or killed.", "started"),
        RESTART("Stops members and starts them again, one after the other.", "restarted"),
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

        String command() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Invocation invocation;
    private final Operation operation;

    @Mixin
    private final ClusterRequestOptions options = new ClusterRequestOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "MEMBER",
            description = "Names as `runner ps` shows them, such as worker-2.")
    private final List<String> members = new ArrayList<>();

    /** Only of `kill`; null for SIGKILL. */
    private @Nullable String signal;

    private MemberOperationCommand(Invocation invocation, Operation operation) {
        this.invocation = invocation;
        this.operation = operation;
    }

    static CommandLine commandLine(Invocation invocation, Operation operation) {
        MemberOperationCommand command = new MemberOperationCommand(invocation, operation);
        CommandLine commandLine = new CommandLine(command);
        if (operation == Operation.KILL) {
            commandLine.getCommandSpec().addOption(command.signalOption());
        }
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.description(operation.description);
        usage.footer(
                "  runner " + operation.command() + " worker-2",
                operation == Operation.KILL
                        ? "  runner kill --signal QUIT worker-0    a thread dump of a JVM, in its log"
                        : "  runner " + operation.command() + " worker-0 worker-1");
        return commandLine;
    }

    private OptionSpec signalOption() {
        return OptionSpec.builder("-s", "--signal")
                .paramLabel("NAME")
                .type(String.class)
                .description(
                        "Send this signal instead, such as TERM, HUP or QUIT, to members and all they started. One "
                                + "that ends because of it has not failed; one that does not goes on.")
                .setter(new ISetter() {
                    @Override
                    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's signature
                    public <T> @Nullable T set(T value) {
                        T before = (T) signal;
                        signal = (String) value;
                        return before;
                    }
                })
                .build();
    }

    @Override
    public int run() throws IOException, InterruptedException {
        checkSignal();
        RunningCluster cluster = RunningCluster.find(invocation, options.name());
        members.forEach(cluster::check);
        List<MemberView> changed = new ArrayList<>();
        for (String member : members) {
            MemberView view = cluster.ask(client -> client.operate(path(), member, options.timeout()));
            changed.add(view);
            if (!options.json()) {
                invocation.terminal().line(describe(view));
            }
        }
        if (options.json()) {
            invocation
                    .terminal()
                    .line(JsonMaps.write(
                            changed.stream().map(MemberOperationCommand::json).toList()));
        }
        return ExitCode.OK;
    }

    private void checkSignal() {
        try {
            if (signal != null) {
                Signals.number(signal);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private String path() {
        return signal == null ? operation.command() : operation.command() + "?signal=" + signal;
    }

    private String describe(MemberView member) {
        String pid = member.pid() == null ? "" : " (pid " + member.pid() + ")";
        String done = signal == null ? operation.done : "was sent " + signal.toUpperCase(Locale.ROOT);
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
