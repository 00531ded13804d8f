package dev.runner.cli;

import dev.runner.manager.output.BrokenPipeException;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.output.OutputFailedException;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.process.NativeLibraryFailure;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line from its words to its exit code, and turns every failure into a message. */
final class CommandRunner {
    private static final Set<String> VERSION_OPTIONS = Set.of("--version", "-V");

    private final Invocation invocation;
    private final Terminal terminal;

    CommandRunner(Invocation invocation) {
        this.invocation = invocation;
        this.terminal = invocation.terminal();
    }

    int run(String... args) {
        try {
            return parseAndRun(args);
        } catch (BrokenPipeException e) {
            return ExitCode.BROKEN_PIPE;
        } catch (OutputFailedException e) { // of --help and --version
            terminal.error(e.getMessage() + ".");
            return ExitCode.FAILED;
        }
    }

    private int parseAndRun(String... args) {
        if (invocation.directory().toString().indexOf('\uFFFD') >= 0) {
            terminal.error("the name of the current directory is not UTF-8, and Java cannot reach it: "
                    + invocation.directory()
                    + ". Rename it, or move the project: a symbolic link to it does not help.");
            return ExitCode.MACHINE_NOT_READY;
        }
        if (args.length == 1 && VERSION_OPTIONS.contains(args[0])) {
            terminal.line(Version.describe(invocation)); // what scripts ask first need not wait for the parser
            return ExitCode.OK;
        }
        CommandLine parser = new CommandRegistry(invocation).parserFor(args);
        try {
            ParseResult parsed = parser.parseArgs(args);
            CommandLine called = innermost(parsed).commandSpec().commandLine();
            if (called.isUsageHelpRequested()) {
                terminal.line(usage(called));
                return ExitCode.OK;
            }
            if (parser.isVersionHelpRequested()) {
                terminal.line(Version.describe(invocation));
                return ExitCode.OK;
            }
            return execute(called, Arrays.asList(args).contains("--verbose"));
        } catch (ParameterException e) {
            return reportMisuse(e);
        }
    }

    private int execute(CommandLine called, boolean verbose) {
        Object command = called.getCommand();
        if (!(command instanceof RunnableCommand runnable)) {
            terminal.note(usage(called));
            terminal.error("a command is missing.");
            return ExitCode.USAGE;
        }
        try {
            return runnable.run();
        } catch (CommandFailedException e) {
            return report(e, runnable.exitCodeOf(e.exitCode()), e.getMessage(), verbose);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return report(e, ExitCode.ofSignal(2), "interrupted.", verbose);
        } catch (OutputFailedException e) {
            return report(e, runnable.exitCodeOf(ExitCode.FAILED), e.getMessage() + ".", verbose);
        } catch (BrokenPipeException | ParameterException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            return report(e, ExitCode.MACHINE_NOT_READY, NativeLibraryFailure.describe(e) + ".", verbose);
        } catch (LinkageError e) {
            return report(e, ExitCode.MACHINE_NOT_READY, NativeLibraryFailure.describe(e) + ".", verbose);
        } catch (Exception e) {
            String hint = verbose ? "" : " (--verbose shows where)";
            return report(e, runnable.exitCodeOf(ExitCode.FAILED), describe(e) + hint, verbose);
        }
    }

    private int report(Throwable e, int exitCode, String message, boolean verbose) {
        if (verbose) {
            terminal.trace(e);
        }
        terminal.error(message);
        return exitCode;
    }

    private static String describe(Exception e) {
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            return FileFailure.describe(e);
        } else if (e instanceof InvalidPathException path) {
            return "the file name '" + path.getInput() + "' cannot be used (" + path.getReason()
                    + "): names of files must be UTF-8; rename it, or name it by a symbolic link";
        }
        String name = e.getClass().getSimpleName();
        String message = e.getMessage();
        return message == null
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }

    private int reportMisuse(ParameterException e) {
        String called = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.error(UsageErrorMessage.describe(e) + ". See `" + called + " --help`.");
        return e.getCommandLine().getCommand() instanceof RunnableCommand command
                ? command.exitCodeOf(ExitCode.USAGE)
                : ExitCode.USAGE;
    }

    private static ParseResult innermost(ParseResult parsed) {
        return parsed.hasSubcommand() ? innermost(parsed.subcommand()) : parsed;
    }

    private static String usage(CommandLine command) {
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing();
    }
}
