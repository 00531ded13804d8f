package dev.runner.cli;

import dev.runner.cli.StarterSpecs.StartSpec;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.FileFailure;
import dev.runner.util.SpellingSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code runner init}. */
final class InitCommand implements RunnableCommand {
    private final Invocation invocation;

    private final PositionalParamSpec name = PicocliSpecFactory.parameter(String.class, "NAME", "0..1")
            .completionCandidates(() -> StarterSpecs.names().iterator())
            .description("Which one; without it they are listed.")
            .build();

    private final OptionSpec force = PicocliSpecFactory.flag("--force")
            .description("Replace files that are there already.")
            .build();

    private final OptionSpec print = PicocliSpecFactory.flag("--print")
            .description("Print the spec, and write nothing.")
            .build();

    InitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Writes a spec file to begin with: default, blank, zookeeper, kafka, nats or redis.",
                "  runner init                    what there is",
                "  runner init blank              blank.yaml, for a cluster of your own: see docs/spec.md",
                "  runner init kafka              kafka/kafka.yaml, and what it needs",
                "  runner init default --print    the cluster of `runner up`, on the screen",
                "",
                "Exit codes: 0 written; 2 there is no such spec, or a file is there already.");
        spec.addPositional(name);
        spec.addOption(force);
        spec.addOption(print);
        return spec;
    }

    @Override
    public int run() throws IOException {
        @Nullable String wanted = name.getValue();
        if (wanted == null) {
            StarterSpecs.all()
                    .forEach(spec -> invocation.terminal().line("%-10s %s".formatted(spec.name(), spec.description())));
            return ExitCode.OK;
        }
        StartSpec spec = StarterSpecs.find(wanted).orElseThrow(() -> unknown(wanted));
        if (PicocliSpecFactory.isSet(print)) {
            invocation.terminal().line(spec.text().stripTrailing());
            return ExitCode.OK;
        }
        write(files(spec));
        tellHowToGoOn(spec);
        return ExitCode.OK;
    }

    private static CommandFailedException unknown(String name) {
        String meant = SpellingSuggestion.nearest(name, StarterSpecs.names())
                .map(known -> "did you mean " + known + "?")
                .orElse("there are " + String.join(", ", StarterSpecs.names()));
        return new CommandFailedException(ExitCode.USAGE, "there is no spec '" + name + "' to begin with; " + meant);
    }

    private Map<Path, String> files(StartSpec spec) {
        Map<Path, String> files = new LinkedHashMap<>();
        Path file = invocation.directory().resolve(spec.file());
        files.put(file, schemaLine() + spec.text());
        spec.others().forEach(other -> files.put(file.resolveSibling(other), spec.resource(other)));
        if (spec.others().contains("pom.xml")) {
            files.put(file.resolveSibling(".gitignore"), "lib/\n"); // the jars that it copies there
        }
        return files;
    }

    /** The schema of this installation, which needs no network; empty where nobody knows where that is. */
    private String schemaLine() {
        return invocation
                .home()
                .map(InitCommand::schema)
                .filter(Files::exists)
                .map(schema -> "# yaml-language-server: $schema=" + schema.toUri() + "\n")
                .orElse("");
    }

    private static Path schema(Path home) {
        return home.resolve("docs").resolve("cluster.schema.json");
    }

    /** All or none: nothing is written where one of them is there already. */
    private void write(Map<Path, String> files) {
        for (Path file : files.keySet()) {
            if (!PicocliSpecFactory.isSet(force) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new CommandFailedException(
                        ExitCode.USAGE, shown(file) + " is there already; --force replaces it");
            }
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            try {
                Files.createDirectories(file.getKey().resolveSibling(""));
                Files.writeString(file.getKey(), file.getValue());
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.MACHINE_NOT_READY,
                        shown(file.getKey()) + " cannot be written: " + FileFailure.reason(e)
                                + "; call this in a directory of your own.",
                        e);
            }
            invocation.terminal().line("wrote " + shown(file.getKey()));
        }
    }

    private void tellHowToGoOn(StartSpec spec) {
        String runner = System.getProperty("multihost.program", "runner");
        invocation.terminal().note("next:");
        spec.before().forEach(command -> invocation.terminal().note("  " + command));
        invocation.terminal().note("  " + runner + " up -f " + spec.file() + " --dry-run    what it comes to");
        invocation.terminal().note("  " + runner + " up -f " + spec.file());
    }

    private String shown(Path file) {
        return invocation.directory().relativize(file).toString();
    }
}
