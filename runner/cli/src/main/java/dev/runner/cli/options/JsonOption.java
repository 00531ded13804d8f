package dev.runner.cli.options;

import picocli.CommandLine.Option;

/** {@code --json}: the result for a program instead of a person. */
public final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON on stdout.")
    private boolean json;

    public boolean json() {
        return json;
    }
}
