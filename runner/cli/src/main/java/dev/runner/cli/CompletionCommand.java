package dev.runner.cli;

import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.manager.output.ExitCode;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code runner completion}. */
final class CompletionCommand implements RunnableCommand {
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";

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
                stop | start | restart | kill | pause | resume | remove | exec | send | logs) ;;
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

    private final PositionalParamSpec shell = PicocliSpecFactory.parameter(String.class, "SHELL", "1")
            .completionCandidates(List.of(BASH, ZSH))
            .description("One of: ${COMPLETION-CANDIDATES}.")
            .build();

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Prints a script that makes the Tab key complete commands, options and members.",
                "  source <(runner completion bash)                    for this shell",
                "  echo 'source <(runner completion bash)' >> ~/.bashrc",
                "  echo 'source <(runner completion zsh)' >> ~/.zshrc     (after compinit)");
        spec.addPositional(shell);
        return spec;
    }

    @Override
    public int run() {
        String wanted = shell.getValue();
        if (!wanted.equals(BASH) && !wanted.equals(ZSH)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "there is no completion for '" + wanted + "', only for bash and zsh.");
        }
        String options = AutoComplete.bash("runner", new CommandRegistry(invocation).parserFor());
        invocation.terminal().line((wanted.equals(ZSH) ? BASH_IN_ZSH : "") + options + MEMBERS);
        return ExitCode.OK;
    }
}
