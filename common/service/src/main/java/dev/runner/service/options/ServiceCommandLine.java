package dev.runner.service.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A service's command line, parsed by picocli. Its model is built by calls: reading it from annotations would cost each
 * of several services that start at once more than the parsing itself.
 */
final class ServiceCommandLine {

    private final List<Option> known;
    private final CommandLine line;

    ServiceCommandLine(String program, String purpose, List<Option> known) {
        this.known = known;
        CommandSpec spec = CommandSpec.create().name(program);
        spec.usageMessage().description(purpose).abbreviateSynopsis(true).sortOptions(false);
        known.forEach(option -> spec.addOption(option.spec()));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        line = new CommandLine(spec)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(true) // a key may begin with dashes
                .setExpandAtFiles(false); // or `--api-key @FILE` would read a file
    }

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    ParseResult parse(String... words) {
        try {
            return line.parseArgs(words);
        } catch (UnmatchedArgumentException e) {
            // Only the first unknown word: what follows a misspelled option may be a secret.
            throw new IllegalArgumentException(
                    "unknown option " + e.getUnmatched().get(0) + "; --help lists the options", e);
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage() + "; --help lists the options", e);
        }
    }

    /** The values of what was parsed; where an option is absent, those of the environment, else the defaults. */
    Options values(ParseResult parsed, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        for (Option option : known) {
            String value = parsed.matchedOptionValue(option.name(), option.otherwise(environment));
            if (value != null) {
                values.put(option.name(), value);
            }
        }
        return new Options(values);
    }

    String help() {
        return line.getUsageMessage(Ansi.OFF);
    }
}
