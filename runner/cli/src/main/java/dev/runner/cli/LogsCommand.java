package dev.runner.cli;

import dev.runner.cli.options.JsonOption;
import dev.runner.cli.options.NameOption;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cli.options.SinceConverter;
import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.logs.LogFollower;
import dev.runner.cluster.logs.LogSink;
import dev.runner.cluster.logs.LogStartPosition;
import dev.runner.manager.GrepSink;
import dev.runner.manager.JsonLogPrinter;
import dev.runner.manager.LogPrinter;
import dev.runner.manager.api.LastStatus;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code runner logs}. */
final class LogsCommand implements RunnableCommand {
    private static final Pattern LOG = Pattern.compile("(.+)\\.log(\\.\\d+)?");
    private static final long WATCH_MANAGER_MILLIS = 200;
    private static final long LAST_LINES = 20;

    private final Invocation invocation;

    private final NameOption cluster = new NameOption();

    private final OptionSpec follow = PicocliSpecFactory.flag("-f", "--follow")
            .description("Go on as lines are written, through restarts, until the cluster ends.")
            .build();

    private final OptionSpec lines = PicocliSpecFactory.option(Long.class, "N", "-n", "--lines")
            .description("How many of the last lines of each member to begin with"
                    + " (default: 20; all with --since or --grep).")
            .build();

    private final OptionSpec since = PicocliSpecFactory.option(String.class, "TIME", "--since")
            .description("Only what was written since then: 5m (ago), 14:30, 2026-01-31T14:30, 2026-01-31T14:30:05Z.")
            .build();

    private final OptionSpec grep = PicocliSpecFactory.option(String.class, "REGEX", "--grep")
            .description("Only lines in which this is found.")
            .build();

    private final OptionSpec raw = PicocliSpecFactory.flag("--raw")
            .description("A terminal gets the lines as they are; else without control sequences but colours.")
            .build();

    private final JsonOption output = new JsonOption();

    private final PositionalParamSpec members = PicocliSpecFactory.parameter(String[].class, "MEMBER", "0..*")
            .description("Only these members, kinds or patterns such as 'worker-*' (default: all).")
            .build();

    LogsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Shows what the members wrote, also when the cluster has ended.",
                "  runner logs",
                "  runner logs worker-2 -n 100",
                "  runner logs -f --grep 'ERROR|WARN'",
                "  runner logs --since 5m worker-0 worker-1",
                "  runner logs --since 14:30 --json | jq -r .line",
                "",
                "The files themselves are in .runner/NAME/logs/.");
        cluster.addTo(spec);
        output.addTo(spec);
        spec.addOption(follow)
                .addOption(lines)
                .addOption(since)
                .addOption(grep)
                .addOption(raw)
                .addPositional(members);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        @Nullable Long last = lines.getValue();
        if (last != null && last < 0) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "-n takes a number of lines, 0 or more, not " + last + ".");
        }
        ClusterLocation found = new ClusterFinder(invocation.directory()).find(cluster.name());
        Path logs = found.path().resolve("logs");
        List<String> names = names(found, logs);
        try (LogFollower follower = new LogFollower(logs, names, beginning(last), sink(names))) {
            if (PicocliSpecFactory.isSet(follow)) {
                Watch watch = new Watch(found, logs, follower, names);
                watch.start();
                follower.run();
                if (watch.readerGone) {
                    return ExitCode.BROKEN_PIPE;
                }
            } else {
                follower.drain();
                follower.flush();
            }
        }
        tellFatalError(found);
        return ExitCode.OK;
    }

    private LogStartPosition beginning(@Nullable Long wanted) {
        try {
            @Nullable String time = since.getValue();
            Instant from = time == null ? null : SinceConverter.parse(time, clock());
            tellOddTime(time, from);
            Long last = wanted == null && from == null && grep.getValue() == null ? Long.valueOf(LAST_LINES) : wanted;
            return new LogStartPosition(last, from);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.USAGE, "--since: " + e.getMessage() + ".", e);
        }
    }

    private void tellOddTime(@Nullable String time, @Nullable Instant from) {
        Instant now = clock().instant();
        if (from != null && from.isAfter(now)) {
            invocation.terminal().note("--since: " + time + " is still to come; nothing was written since then.");
        } else if (time != null && SinceConverter.isOfYesterday(time, clock())) {
            invocation.terminal().note("--since: " + time + " is still to come today; taken as yesterday's.");
        }
    }

    /** People mean the time of their own clock, whatever zone we think in. */
    private Clock clock() {
        return invocation.clock().withZone(ZoneId.systemDefault());
    }

    private LogSink sink(List<String> names) {
        LogSink printer = output.json()
                ? new JsonLogPrinter(invocation.terminal())
                : new LogPrinter(invocation.terminal(), names, PicocliSpecFactory.isSet(raw));
        @Nullable String pattern = grep.getValue();
        try {
            return pattern == null
                    ? printer
                    : new GrepSink(LinePattern.compile(pattern), printer, invocation.terminal()::note);
        } catch (PatternSyntaxException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "--grep: '" + pattern + "' is no regular expression: " + e.getDescription() + ".",
                    e);
        }
    }

    /** Where the cluster has failed, why it did is what people look for in its logs. */
    private void tellFatalError(ClusterLocation found) throws IOException {
        LastStatus.read(found.path())
                .map(last -> last.view().fatal())
                .ifPresent(fatal -> invocation.terminal().note("\n" + found.name() + " has failed: " + fatal));
    }

    private List<String> names(ClusterLocation found, Path logs) throws IOException, InterruptedException {
        Set<String> known = known(found, logs);
        List<String> wanted = wanted();
        SortedSet<String> written = wanted.isEmpty() ? new TreeSet<>() : written(logs);
        Set<String> meant = new LinkedHashSet<>();
        for (String member : wanted) {
            List<String> selected = MemberSelector.select(member, known);
            meant.addAll(selected.isEmpty() ? MemberSelector.select(member, written) : selected);
            if (selected.isEmpty() && MemberSelector.select(member, written).isEmpty()) {
                String there = known.isEmpty() ? "none has written yet" : "there are " + String.join(", ", known);
                throw new CommandFailedException(
                        ExitCode.NOT_FOUND,
                        "'" + found.name() + "' has no log of a member '" + member + "'; " + there + ".");
            }
        }
        return List.copyOf(wanted.isEmpty() ? known : meant);
    }

    private List<String> wanted() {
        String @Nullable [] named = members.getValue();
        return named == null ? List.of() : Stream.of(named).distinct().toList();
    }

    /** The members of the cluster as it is or was last; the logs of an earlier run with more are shown by name only. */
    private static Set<String> known(ClusterLocation found, Path logs) throws IOException, InterruptedException {
        List<String> members = ClusterStatusReader.members(found);
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

    /**
     * Ends the following when there is no more to come, as the members end with the manager, or nobody reads any more;
     * and follows members that are added.
     */
    private final class Watch implements Runnable {
        private final ClusterLocation found;
        private final Path logs;
        private final LogFollower follower;
        private final Set<String> known;
        private volatile boolean readerGone;

        Watch(ClusterLocation found, Path logs, LogFollower follower, List<String> names) throws IOException {
            this.found = found;
            this.logs = logs;
            this.follower = follower;
            this.known = new HashSet<>(written(logs));
            known.addAll(names);
        }

        void start() {
            Thread thread = new Thread(this, "watch");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            try {
                while (ClusterFinder.isManaged(found) && !readerGone) {
                    Thread.sleep(WATCH_MANAGER_MILLIS);
                    readerGone = invocation.terminal().isReaderClosed();
                    followAdded();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                invocation.terminal().note("members that are added cannot be followed: " + FileFailure.describe(e));
            }
            follower.stop();
        }

        private void followAdded() throws IOException {
            if (wanted().isEmpty()) {
                written(logs).stream().filter(known::add).forEach(follower::add);
            }
        }
    }
}
