package dev.runner.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --json}: the result for a program instead of a person. */
public final class JsonOption {
    private final OptionSpec json = PicocliSpecFactory.flag("--json")
            .description("Print the result as JSON on stdout.")
            .build();

    public void addTo(CommandSpec command) {
        command.addOption(json);
    }

    public boolean json() {
        return PicocliSpecFactory.isSet(json);
    }
}
