package dev.runner.cli;

import dev.runner.loopback.LoopbackAliasManager;
import dev.runner.loopback.LoopbackAliasPlan;
import dev.runner.manager.output.ExitCode;
import dev.runner.manager.output.Terminal;
import dev.runner.util.FileFailure;
import java.io.IOException;

/** Shows the commands that need root, and runs them unless they are only to be shown. */
final class AliasPlanExecutor {
    private AliasPlanExecutor() {}

    static int run(LoopbackAliasManager alias, LoopbackAliasPlan plan, boolean printOnly, Terminal terminal)
            throws IOException, InterruptedException {
        terminal.note(plan.explanation());
        plan.commands().forEach(command -> terminal.line(String.join(" ", command)));
        if (printOnly || plan.isEmpty()) {
            return ExitCode.OK;
        }
        try {
            alias.run(plan);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.MACHINE_NOT_READY, FileFailure.describe(e) + ".", e);
        }
        return ExitCode.OK;
    }
}
