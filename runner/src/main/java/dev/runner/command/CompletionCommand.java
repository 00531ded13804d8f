package dev.runner.command;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code runner completion}. */
@Command(
        description = "Prints a script that makes the Tab key complete commands, options and members.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(runner completion bash)                    for this shell",
            "  echo 'source <(runner completion bash)' >> ~/.bashrc",
            "  echo 'source <(runner completion zsh)' >> ~/.zshrc     (after compinit)"
        })
final class CompletionCommand implements RunnableCommand {
    /** The shells whose scripts there are. One script serves both: it makes zsh understand bash's completion. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int run() {
        CommandLine all = new CommandTable(invocation).parserFor();
        String script = AutoComplete.bash("runner", all);
        invocation.terminal().line(script);
        return ExitCode.OK;
    }
}
