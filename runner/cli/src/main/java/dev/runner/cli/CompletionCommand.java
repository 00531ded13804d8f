package dev.runner.cli;

import dev.runner.manager.output.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code runner completion}. */
@Command(
        addMethodSubcommands = false,
        description = "Prints a script that makes the Tab key complete commands, options and members.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(runner completion bash)                    for this shell",
            "  echo 'source <(runner completion bash)' >> ~/.bashrc",
            "  echo 'source <(runner completion zsh)' >> ~/.zshrc     (after compinit)"
        })
final class CompletionCommand implements RunnableCommand {
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";

    /** What the Tab key offers for the argument. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Shells() {
            super(List.of(BASH, ZSH));
        }
    }

    private static final String BASH_IN_ZSH = """
            autoload -U +X bashcompinit && bashcompinit
            """;

    /**
     * Wraps the generated function, which knows only what is known beforehand: adds the members of the cluster that
     * runs here. A Tab key must not start a build.
     */
    private static final String MEMBERS = """

            function _runner_with_members() {
              _complete_runner "$@"
              case "${COMP_WORDS[1]}" in
                stop | start | restart | kill | pause | resume | remove | exec | logs) ;;
                *) return 0 ;;
              esac
              local word="${COMP_WORDS[COMP_CWORD]}" name
              [ "$COMP_CWORD" -gt 1 ] && [ "${word#-}" = "$word" ] || return 0
              for name in $(MULTIHOST_BUILD=never "${COMP_WORDS[0]}" ps --names 2>/dev/null); do
                case "$name" in "$word"*) COMPREPLY+=("$name") ;; esac
              done
            }
            complete -F _runner_with_members -o default runner
            """;

    private final Invocation invocation;

    @Parameters(
            index = "0",
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private String shell = BASH;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int run() {
        if (!shell.equals(BASH) && !shell.equals(ZSH)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "there is no completion for '" + shell + "', only for bash and zsh.");
        }
        String options = AutoComplete.bash("runner", new CommandRegistry(invocation).parserFor());
        invocation.terminal().line((shell.equals(ZSH) ? BASH_IN_ZSH : "") + options + MEMBERS);
        return ExitCode.OK;
    }
}
