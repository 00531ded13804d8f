package dev.runner.cli;

import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.warm.InstallationStartArchives;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code runner warm}. */
final class WarmCommand implements RunnableCommand {
    private final Invocation invocation;

    private final OptionSpec background = PicocliSpecFactory.flag("--background")
            .hidden(true)
            .description("Leave it to another process that is at it already.")
            .build();

    WarmCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Makes the start archives of this installation, with which every later start is faster.",
                "  runner warm",
                "",
                "The first `runner up` with a JDK has them made in the background: see docs/speed.md.",
                "Exit codes: 0 they are made; 1 they could not be made; 3 there is no place for them.");
        spec.addOption(background);
        return spec;
    }

    private boolean make(InstallationStartArchives archives) throws IOException, InterruptedException {
        try {
            return archives.make(
                    !PicocliSpecFactory.isSet(background), UpCommand.java(), UpCommand.membersJar(invocation));
        } catch (IOException e) {
            if (e.getCause() instanceof AccessDeniedException) {
                throw new CommandFailedException(ExitCode.MACHINE_NOT_READY, e.getMessage() + ".", e);
            }
            throw e;
        }
    }

    @Override
    public int run() throws IOException, InterruptedException {
        InstallationStartArchives archives = InstallationStartArchives.ofThisProcess()
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.MACHINE_NOT_READY,
                        "there is no place for start archives: MULTIHOST_ARCHIVES is `never`, or this was not started"
                                + " by bin/runner of a complete installation, or its path has a colon, or the JDK does"
                                + " not say in its `release` file which build it is"));
        long begun = System.nanoTime();
        if (make(archives)) {
            double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
            invocation
                    .terminal()
                    .line(String.format(
                            Locale.ROOT,
                            "made the start archives for Java %s in %.1f s: %s",
                            System.getProperty("java.version"),
                            seconds,
                            archives.directory()));
        }
        return ExitCode.OK;
    }
}
