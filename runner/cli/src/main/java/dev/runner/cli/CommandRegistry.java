package dev.runner.cli;

import dev.runner.cli.MemberOperationCommand.Operation;
import dev.runner.cli.options.DurationConverter;
import dev.runner.cli.options.NumberConverter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** All commands, in the order of the help. */
final class CommandRegistry {
    private static final List<String> NAMES = List.of(
            "up",
            "logs",
            "down",
            "ps",
            "stop",
            "start",
            "restart",
            "kill",
            "pause",
            "remove",
            "resume",
            "add",
            "wait",
            "exec",
            "send",
            "loopback",
            "init",
            "warm",
            "doctor",
            "completion");

    private final Invocation invocation;

    CommandRegistry(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * The parser for a command line. Where the first word is a command, only that one is set up, because to set up all
     * takes longer than most commands themselves.
     */
    CommandLine parserFor(String... args) {
        CommandLine parser = new CommandLine(RootCommand.spec());
        if (args.length > 0 && NAMES.contains(args[0])) {
            parser.addSubcommand(args[0], command(args[0]));
        } else {
            NAMES.forEach(name -> parser.addSubcommand(name, command(name)));
        }
        return parser.registerConverter(Duration.class, new DurationConverter())
                .registerConverter(int.class, NumberConverter.OF_INT)
                .registerConverter(Integer.class, NumberConverter.OF_INT)
                .registerConverter(Long.class, NumberConverter.OF_LONG)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private CommandLine command(String name) {
        return switch (name) {
            case "exec" -> ExecCommand.commandLine(invocation);
            case "loopback" -> LoopbackCommand.commandLine(invocation);
            default -> new CommandLine(runnable(name).spec());
        };
    }

    private RunnableCommand runnable(String name) {
        return switch (name) {
            case "up" -> new UpCommand(invocation);
            case "logs" -> new LogsCommand(invocation);
            case "down" -> new DownCommand(invocation);
            case "ps" -> new PsCommand(invocation);
            case "add" -> new AddCommand(invocation);
            case "wait" -> new WaitCommand(invocation);
            case "send" -> new SendCommand(invocation);
            case "init" -> new InitCommand(invocation);
            case "warm" -> new WarmCommand(invocation);
            case "doctor" -> new DoctorCommand(invocation);
            case "completion" -> new CompletionCommand(invocation);
            default -> new MemberOperationCommand(invocation, Operation.of(name));
        };
    }
}
