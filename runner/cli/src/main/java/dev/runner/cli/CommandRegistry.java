package dev.runner.cli;

import dev.runner.cli.options.DurationConverter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands, in the order of the help. */
final class CommandRegistry {
    private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();

    CommandRegistry(Invocation invocation) {
        add("up", () -> new UpCommand(invocation));
        add("logs", () -> new LogsCommand(invocation));
        add("down", () -> new DownCommand(invocation));
        add("ps", () -> new PsCommand(invocation));
        for (MemberOperationCommand.Operation operation : MemberOperationCommand.Operation.values()) {
            commands.put(operation.command(), () -> MemberOperationCommand.commandLine(invocation, operation));
        }
        add("add", () -> new AddCommand(invocation));
        add("wait", () -> new WaitCommand(invocation));
        commands.put("exec", () -> ExecCommand.commandLine(invocation));
        commands.put("loopback", () -> LoopbackCommand.commandLine(invocation));
        add("init", () -> new InitCommand(invocation));
        add("warm", () -> new WarmCommand(invocation));
        add("doctor", () -> new DoctorCommand(invocation));
        add("completion", () -> new CompletionCommand(invocation));
    }

    private void add(String name, Supplier<Object> command) {
        commands.put(name, () -> new CommandLine(command.get()));
    }

    /**
     * The parser for a command line. Reading the annotations of all commands takes longer than most commands
     * themselves, so where the first word is a command, only that one is set up.
     */
    CommandLine parserFor(String... args) {
        CommandLine parser = new CommandLine(RootCommand.spec());
        Supplier<CommandLine> only = args.length == 0 ? null : commands.get(args[0]);
        if (only != null) {
            parser.addSubcommand(args[0], only.get());
        } else {
            commands.forEach((name, command) -> parser.addSubcommand(name, command.get()));
        }
        return parser.registerConverter(Duration.class, new DurationConverter())
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
