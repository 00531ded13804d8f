package dev.runner.cli;

import dev.runner.cli.options.NameOption;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cluster.plan.ProgramFile;
import dev.runner.manager.api.ExecView;
import dev.runner.manager.output.ExitCode;
import dev.runner.supervisor.process.OpenFilesLimit;
import dev.runner.supervisor.process.SideCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code runner exec MEMBER -- CMD...}. The command is a child of this process and not of the manager's: it has our
 * terminal, and ends with it. It is no part of the member, whose cookie it does not carry: what looks at a member from
 * its own place, a client or a profiler, must outlive a {@code runner kill} of it.
 */
final class ExecCommand implements RunnableCommand {
    /** What our own terminal is, the member cannot know. */
    private static final List<String> OURS = List.of("TERM", "COLORTERM", "COLUMNS", "LINES");

    private static final String COOKIE = "MULTIHOST_COOKIE";

    private final Invocation invocation;

    private final NameOption cluster = new NameOption();

    private final PositionalParamSpec member = PicocliSpecFactory.parameter(String.class, "MEMBER", "1")
            .index("0")
            .description("Its name as `runner ps` shows it.")
            .build();

    private final PositionalParamSpec words = PicocliSpecFactory.parameter(List.class, "CMD", "1..*")
            .auxiliaryTypes(String.class)
            .index("1..*")
            .description("The command and its arguments.")
            .build();

    private ExecCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * All after the member's name is the command's, also what looks like an option of ours; but options of ours that
     * stand between that name and {@code --} are ours, see {@link ExecOptionReorderer}.
     */
    static CommandLine commandLine(Invocation invocation) {
        CommandLine line = new CommandLine(new ExecCommand(invocation).spec())
                .setStopAtPositional(true)
                .setEndOfOptionsDelimiter("\0");
        line.getCommandSpec().preprocessor(new ExecOptionReorderer());
        return line;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Runs a command with a member's environment, in its directory.",
                "  runner exec worker-0 -- env",
                "  runner exec kafka-1 -- sh -c 'tail -n 5 server.properties; echo $MULTIHOST_IP'",
                "  runner exec primary-0 --name pg -- psql",
                "",
                "Options stand before MEMBER, or between it and `--`.",
                "The command is no part of the member: it does not end with it. The member need not run.",
                "Exit codes: the command's; 128 and the signal that ended it; 125 it could not be run;",
                "126 it is not executable; 127 there is no such command.");
        cluster.addTo(spec);
        spec.addPositional(member).addPositional(words);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        String member = this.member.getValue();
        List<String> command = words.getValue();
        if (command.get(0).equals("--")) {
            command = command.subList(1, command.size());
        }
        if (command.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "a command is missing: `runner exec " + member + " -- CMD`.");
        }
        RunningCluster found = RunningCluster.find(invocation, cluster.name());
        found.check(member);
        ExecView place = found.ask(client -> client.exec(member));
        File directory = new File(place.directory());
        if (!directory.isDirectory()) {
            throw new CommandFailedException(
                    ExitCode.NOT_RUN, "the directory of " + member + " is gone: " + directory + ".");
        }
        List<String> whole = new ArrayList<>(place.prefix());
        Path program = program(command.get(0), member, place);
        String problem = ProgramFile.problem(program, path(place));
        if (problem != null) {
            throw new CommandFailedException(
                    ExitCode.NOT_EXECUTABLE, command.get(0) + " is " + program + ", " + problem + ".");
        }
        whole.add(program.toString());
        whole.addAll(command.subList(1, command.size()));
        return run(whole, directory, environment(place));
    }

    private static int run(List<String> command, File directory, Map<String, String> environment)
            throws InterruptedException {
        ProcessBuilder builder =
                SideCommand.builder(command, environment, directory).inheritIO();
        OpenFilesLimit.giveToThisProcess();
        SignalForwarder relay = SignalForwarder.begin();
        try {
            Process process = builder.start();
            relay.to(process.pid());
            return process.waitFor();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.NOT_EXECUTABLE, command.get(0) + " cannot be executed: " + e.getMessage() + ".", e);
        }
    }

    /** The member's; and where we belong to a member ourselves, so does the command. */
    private Map<String, String> environment(ExecView place) {
        Map<String, String> environment = new HashMap<>(place.environment());
        for (String name : OURS) {
            environment.remove(name);
            String ours = invocation.environment().get(name);
            if (ours != null) {
                environment.put(name, ours);
            }
        }
        String cookie = invocation.environment().get(COOKIE);
        if (cookie != null) {
            environment.put(COOKIE, cookie);
        }
        return environment;
    }

    private static Path program(String name, String member, ExecView place) {
        return name.contains("/")
                ? executable(name, Path.of(place.directory()).resolve(name))
                : onPath(name, member, place);
    }

    private static Path executable(String name, Path file) {
        if (!file.toFile().exists()) {
            throw new CommandFailedException(ExitCode.NO_SUCH_COMMAND, name + ": there is no such file: " + file + ".");
        }
        if (!file.toFile().canExecute() || !file.toFile().isFile()) {
            throw notExecutable(name, file);
        }
        return file;
    }

    private static Path onPath(String name, String member, ExecView place) {
        List<Path> found = new ArrayList<>();
        for (String entry : path(place).split(":", -1)) {
            Path file = Path.of(place.directory()).resolve(entry).resolve(name);
            if (file.toFile().isFile()) {
                found.add(file);
            }
        }
        return found.stream()
                .filter(file -> file.toFile().canExecute())
                .findFirst()
                .orElseThrow(() -> found.isEmpty()
                        ? new CommandFailedException(
                                ExitCode.NO_SUCH_COMMAND, name + ": not found on the PATH of " + member + ".")
                        : notExecutable(name, found.get(0)));
    }

    private static String path(ExecView place) {
        return place.environment().getOrDefault("PATH", "/usr/bin:/bin");
    }

    private static CommandFailedException notExecutable(String name, Path file) {
        return new CommandFailedException(ExitCode.NOT_EXECUTABLE, name + ": " + file + " is not executable.");
    }

    /** Our own codes could be taken for those of the command. */
    @Override
    public int exitCodeOf(int failure) {
        return failure >= ExitCode.NOT_RUN ? failure : ExitCode.NOT_RUN;
    }
}
