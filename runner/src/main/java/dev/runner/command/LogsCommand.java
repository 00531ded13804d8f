package dev.runner.command;

import dev.runner.api.LastStatus;
import dev.runner.cluster.logs.LogFollower;
import dev.runner.command.options.NameOption;
import dev.runner.command.output.ExitCode;
import dev.runner.manager.LogPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runner logs}. */
@Command(
        description = "Shows what the members wrote, also when the cluster has ended.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  runner logs",
            "  runner logs worker-2 -n 100",
            "  runner logs -f | grep -i error",
            "",
            "The files themselves are in .runner/NAME/logs/."
        })
final class LogsCommand implements RunnableCommand {
    private static final Pattern LOG = Pattern.compile("(.+)\\.log(\\.\\d+)?");
    private static final long WATCH_MANAGER_MILLIS = 200;

    private final Invocation invocation;

    @Mixin
    private final NameOption cluster = new NameOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as lines are written, through restarts, until the cluster ends.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the last lines of each member to begin with (default: ${DEFAULT-VALUE}).")
    private long lines = 20;

    @Parameters(paramLabel = "MEMBER", arity = "0..*", description = "Only these members (default: all).")
    private String @Nullable [] members;

    LogsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        if (lines < 0) {
            throw new CommandFailure(ExitCode.USAGE, "-n takes a number of lines, 0 or more, not " + lines + ".");
        }
        ClusterDirectory found = new ClusterFinder(invocation.directory()).find(cluster.name());
        Path logs = found.path().resolve("logs");
        List<String> names = names(found, logs);
        try (LogFollower follower = new LogFollower(logs, names, lines, new LogPrinter(invocation.terminal(), names))) {
            if (follow) {
                stopWhenManagerEnds(found, follower);
                follower.run();
            } else {
                follower.drain();
                follower.flush();
            }
        }
        tellFatalError(found);
        return ExitCode.OK;
    }

    /** Where the cluster has failed, why it did is what people look for in its logs. */
    private void tellFatalError(ClusterDirectory found) throws IOException {
        LastStatus.read(found.path())
                .map(last -> last.view().fatal())
                .ifPresent(fatal -> invocation.terminal().note("\n" + found.name() + " has failed: " + fatal));
    }

    private List<String> names(ClusterDirectory found, Path logs) throws IOException, InterruptedException {
        Set<String> known = known(found, logs);
        List<String> wanted =
                members == null ? List.of() : Stream.of(members).distinct().toList();
        SortedSet<String> written = wanted.isEmpty() ? new TreeSet<>() : written(logs);
        for (String member : wanted) {
            if (!known.contains(member) && !written.contains(member)) {
                String there = known.isEmpty() ? "none has written yet" : "there are " + String.join(", ", known);
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "'" + found.name() + "' has no log of a member '" + member + "'; " + there + ".");
            }
        }
        return wanted.isEmpty() ? List.copyOf(known) : wanted;
    }

    /** The members of the cluster as it is or was last; the logs of an earlier run with more are shown by name only. */
    private static Set<String> known(ClusterDirectory found, Path logs) throws IOException, InterruptedException {
        List<String> members = ClusterObserver.members(found);
        return members.isEmpty() ? written(logs) : new LinkedHashSet<>(members);
    }

    /** Members with a log; between two steps of a rotation it may be there under its older name only. */
    private static SortedSet<String> written(Path logs) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        if (Files.isDirectory(logs)) {
            try (Stream<Path> files = Files.list(logs)) {
                files.map(file -> LOG.matcher(String.valueOf(file.getFileName())))
                        .filter(Matcher::matches)
                        .forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }

    /** With the manager the members end, so nothing more will be written. */
    private static void stopWhenManagerEnds(ClusterDirectory found, LogFollower follower) {
        Thread watch = new Thread(() -> watch(found, follower), "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(ClusterDirectory found, LogFollower follower) {
        try {
            while (ClusterFinder.isManaged(found)) {
                Thread.sleep(WATCH_MANAGER_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follower.stop();
    }
}
