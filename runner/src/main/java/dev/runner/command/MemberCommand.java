package dev.runner.command;

import dev.runner.api.ClusterView;
import dev.runner.api.Json;
import dev.runner.api.ManagerError;
import dev.runner.api.ManagerUnreachable;
import dev.runner.api.MemberView;
import dev.runner.command.options.JsonOption;
import dev.runner.command.options.NameOption;
import dev.runner.command.output.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runner stop|start|restart|kill MEMBER...}: they differ only in what the manager is asked to do. */
@Command(footerHeading = "%nExamples:%n")
final class MemberCommand implements RunnableCommand {
    /** What can be done with a member. */
    enum Operation {
        STOP("Stops members with their grace. They stay stopped until `runner start`.", "stopped"),
        START("Starts members that were stopped or killed.", "started"),
        RESTART("Stops members and starts them again, one after the other.", "restarted"),
        KILL("Kills members and all they started, at once. They stay so until `runner start`.", "killed");

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
    private final NameOption cluster = new NameOption();

    @Mixin
    private final JsonOption output = new JsonOption();

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "How long each member may take, such as 60s or 2m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(60);

    @Parameters(
            arity = "1..*",
            paramLabel = "MEMBER",
            description = "Names as `runner ps` shows them, such as worker-2.")
    private final List<String> members = new ArrayList<>();

    private MemberCommand(Invocation invocation, Operation operation) {
        this.invocation = invocation;
        this.operation = operation;
    }

    static CommandLine commandLine(Invocation invocation, Operation operation) {
        CommandLine commandLine = new CommandLine(new MemberCommand(invocation, operation));
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.description(operation.description);
        usage.footer(
                "  runner " + operation.command() + " worker-2",
                "  runner " + operation.command() + " worker-0 worker-1");
        return commandLine;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        ClusterObserver.Running running = running();
        members.forEach(member -> check(member, running.view()));
        List<MemberView> changed = new ArrayList<>();
        for (String member : members) {
            MemberView view = operate(running, member);
            changed.add(view);
            if (!output.json()) {
                invocation.terminal().line(describe(view));
            }
        }
        if (output.json()) {
            invocation
                    .terminal()
                    .line(Json.write(changed.stream().map(MemberCommand::json).toList()));
        }
        return ExitCode.OK;
    }

    private ClusterObserver.Running running() throws IOException, InterruptedException {
        ClusterDirectory found = new ClusterFinder(invocation.directory()).find(cluster.name());
        ClusterObserver.Observation observation = ClusterObserver.observe(found);
        if (observation instanceof ClusterObserver.Running running) {
            return running;
        }
        if (observation instanceof ClusterObserver.Ended ended) {
            throw ClusterObserver.notRunning(ended.last());
        }
        throw new CommandFailure(
                ExitCode.NOT_FOUND,
                "'" + found.name() + "' does not run: its manager died. Start it with `runner up`.");
    }

    /** Before anything is done, so that a mistyped name among several changes nothing. */
    private static void check(String member, ClusterView view) {
        if (view.member(member).isPresent()) {
            return;
        }
        List<String> known = view.members().stream().map(MemberView::name).toList();
        String meant = Spelling.nearest(member, known)
                .map(name -> ": did you mean " + name + "?")
                .orElse(": it has " + String.join(", ", known) + ".");
        throw new CommandFailure(ExitCode.NOT_FOUND, "'" + view.cluster() + "' has no member '" + member + "'" + meant);
    }

    private MemberView operate(ClusterObserver.Running running, String member) {
        try {
            return running.client().operate(operation.command(), member, timeout);
        } catch (ManagerError e) {
            throw new CommandFailure(e.status() == 404 ? ExitCode.NOT_FOUND : ExitCode.FAILED, e.getMessage() + ".", e);
        } catch (ManagerUnreachable e) {
            boolean alive = running.file().manager().isAlive();
            throw new CommandFailure(alive ? ExitCode.TIMED_OUT : ExitCode.FAILED, e.getMessage() + ".", e);
        }
    }

    private String describe(MemberView member) {
        String pid = member.pid() == null ? "" : " (pid " + member.pid() + ")";
        return member.name() + " " + operation.done + pid;
    }

    private static Map<String, Object> json(MemberView member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", member.name());
        json.put("state", member.state().label());
        if (member.pid() != null) {
            json.put("pid", member.pid());
        }
        return json;
    }
}
