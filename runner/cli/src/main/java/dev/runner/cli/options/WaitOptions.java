package dev.runner.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --wait} and {@code --formed} of commands that start something. */
public final class WaitOptions {
    private final OptionSpec ready;

    private final OptionSpec formed = PicocliSpecFactory.flag("--formed")
            .description("Return when the members see each other too, where the spec says how they tell (`formed`).")
            .build();

    /** @param description of {@code --wait} */
    public WaitOptions(String description) {
        this.ready = PicocliSpecFactory.flag("--wait").description(description).build();
    }

    public void addTo(CommandSpec command) {
        command.addOption(ready).addOption(formed);
    }

    /** Whether the command returns only when what it started is ready. */
    public boolean isWanted() {
        return PicocliSpecFactory.isSet(ready) || formed();
    }

    public boolean formed() {
        return PicocliSpecFactory.isSet(formed);
    }
}
