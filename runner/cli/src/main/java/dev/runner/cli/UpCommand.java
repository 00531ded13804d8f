package dev.runner.cli;

import dev.runner.cli.options.JsonOption;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.cli.options.UpOptions;
import dev.runner.cli.options.WaitOptions;
import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.jvm.StartArchive;
import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.ShellQuoter;
import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecLoader;
import dev.runner.manager.DetachedStart;
import dev.runner.manager.Manager;
import dev.runner.manager.ManagerOptions;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.warm.InstallationStartArchives;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code runner up}. */
final class UpCommand implements RunnableCommand {
    private static final String HANDED_API_KEY = "MULTIHOST_UP_API_KEY";

    private final Invocation invocation;

    private final UpOptions options = new UpOptions();

    private final JsonOption output = new JsonOption();

    private final OptionSpec detach = PicocliSpecFactory.flag("--detach")
            .description("Leave it running in the background; return when it is ready.")
            .build();

    private final WaitOptions waiting = new WaitOptions("With --detach: return when it is ready, as without it.");

    private final OptionSpec quiet = PicocliSpecFactory.flag("-q", "--quiet")
            .description("Show what happens to members, and not what they write: that is in their logs.")
            .build();

    private final OptionSpec raw = PicocliSpecFactory.flag("--raw")
            .description("A terminal gets what members write as it is; else without control sequences but colours.")
            .build();

    private final OptionSpec dryRun = PicocliSpecFactory.flag("--dry-run")
            .description("Print what would be started, and start nothing.")
            .build();

    private final PositionalParamSpec words = PicocliSpecFactory.parameter(String[].class, "", "0..*")
            .hidden(true)
            .description("None: what is written here is a mistake.")
            .build();

    UpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Starts a cluster, supervises it, and stops all of it at the end.",
                "  runner up --hosts 4                 one coordinator, four workers; Ctrl-C stops them",
                "  runner up -f cluster.yaml           a cluster of your own: see docs/spec.md",
                "  runner up -q -f cluster.yaml        the same, without the lines that members write",
                "  runner up --detach --json           in the background; prints its status when it is ready",
                "  runner up --suspend worker-0        worker-0 waits for a debugger on port 5005 of its address",
                "  runner up --dry-run -f cluster.yaml what would be started, without starting it",
                "",
                "Exit codes: 0 all members ended with 0, or `runner down` stopped it (with --detach: it is ready);",
                "1 a member failed for good; 2 wrong usage or spec; 3 the machine is not ready for it;",
                "5 not ready in time; 129, 130, 143 after a clean stop by SIGHUP, Ctrl-C, SIGTERM.");
        options.addTo(spec);
        output.addTo(spec);
        waiting.addTo(spec);
        spec.addOption(detach).addOption(quiet).addOption(raw).addOption(dryRun).addPositional(words);
        return spec;
    }

    @Override
    public int run() throws Exception {
        refuseWords();
        if (waiting.isWanted() && !PicocliSpecFactory.isSet(detach)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "--wait and --formed say when `up --detach` returns; without --detach it returns at the end");
        }
        try {
            SpecFile spec = options.file() == null
                    ? SpecLoader.defaultCluster(invocation.directory())
                    : SpecLoader.load(options.file());
            ClusterOptions cluster = clusterOptions(spec);
            if (PicocliSpecFactory.isSet(dryRun)) {
                return print(ProcessCluster.draft(cluster));
            }
            return new Manager(request(cluster), invocation.terminal()).run();
        } catch (SpecException e) {
            throw new CommandFailedException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (MachineNotReadyException e) {
            throw new CommandFailedException(ExitCode.MACHINE_NOT_READY, String.join("\n", e.problems()), e);
        }
    }

    private void refuseWords() {
        String @Nullable [] written = words.getValue();
        if (written != null && written.length > 0) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "`up` takes no arguments, but there is '" + written[0]
                            + "'; a spec file is named by -f: `runner up -f " + written[0] + "`");
        }
    }

    private ClusterOptions clusterOptions(SpecFile loaded) {
        SpecFile spec = options.name() == null ? loaded : loaded.renamed(options.name());
        StartArchive archive = InstallationStartArchives.ofThisProcess()
                .map(InstallationStartArchives::members)
                .orElse(StartArchive.NONE);
        return new ClusterOptions(
                spec,
                invocation.directory().resolve(ClusterFinder.STATE_DIRECTORY).resolve(spec.name()),
                new JvmLaunchOptions(java(), archive),
                membersJar(invocation),
                memberEnvironment(),
                options.hosts(),
                options.network(),
                options.fresh(),
                options.keepGoing(),
                options.timeout(),
                apiKey(),
                options.withoutApiKey(),
                options.debugging());
    }

    /** The program that runs this process. */
    static Path java() {
        return ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.home", ""), "bin", "java"));
    }

    /** The jar with coordinator and worker, which need not exist. */
    static Path membersJar(Invocation invocation) {
        Path home = invocation.home().orElse(Path.of(System.getProperty("user.dir", "")));
        return home.resolve("lib").resolve("members.jar");
    }

    /** The launch script hands the key of a detached manager over by the environment, and leaves the option empty. */
    private @Nullable String apiKey() {
        @Nullable String written = options.apiKey();
        @Nullable String key = "".equals(written) ? invocation.environment().get(HANDED_API_KEY) : written;
        if (written != null && (key == null || key.isEmpty())) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "the key after --api-key is empty; with --no-api-key members ask for none");
        }
        return key;
    }

    private Map<String, String> memberEnvironment() {
        Map<String, String> environment = new HashMap<>(invocation.environment());
        environment.remove(HANDED_API_KEY);
        return environment;
    }

    private ManagerOptions request(ClusterOptions cluster) throws MachineNotReadyException {
        @Nullable DetachedStart start = PicocliSpecFactory.isSet(detach) ? detachedStart(cluster) : null;
        boolean follow = start == null && !output.json() && !PicocliSpecFactory.isSet(quiet);
        return new ManagerOptions(
                cluster,
                follow,
                PicocliSpecFactory.isSet(raw),
                start,
                output.json(),
                startedBy(),
                options.file() == null,
                waiting.formed());
    }

    /** For hints: what names the cluster, and not what is different each time. */
    private String startedBy() {
        StringBuilder words = new StringBuilder("up");
        if (options.file() != null) {
            words.append(" -f ").append(ShellQuoter.quote(options.file().toString()));
        }
        if (options.name() != null) {
            words.append(" --name ").append(ShellQuoter.quote(options.name()));
        }
        return words.toString();
    }

    private DetachedStart detachedStart(ClusterOptions cluster) throws MachineNotReadyException {
        if (!DetachedStart.isPossible()) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "only the launch script can start a manager in the background: call bin/runner,"
                            + " with --detach as a word of its own after `up`");
        }
        return DetachedStart.begin(invocation.terminal(), cluster.directory());
    }

    private int print(ClusterPlan plan) {
        invocation.terminal().line(output.json() ? plan.toJson() : plan.toText().stripTrailing());
        return ExitCode.OK;
    }
}
