package dev.runner.cli;

import dev.runner.util.SpellingSuggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words for a command line that does not follow the rules, with what was probably meant. */
final class UsageErrorMessage {
    private UsageErrorMessage() {}

    /** One sentence without its full stop. */
    static String describe(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return describe(unmatched.getUnmatched().get(0), e.getCommandLine());
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String describe(String unmatched, CommandLine command) {
        if (unmatched.startsWith("-")) {
            String name = unmatched.replaceFirst("=.*", "");
            return "there is no option '" + name + "'" + suggest(name, optionNames(command));
        }
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        return commands.isEmpty()
                ? "'" + unmatched + "' is one argument too many"
                : "there is no command '" + unmatched + "'" + suggest(unmatched, commands);
    }

    private static String suggest(String typed, List<String> known) {
        return SpellingSuggestion.nearest(typed, known)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }

    private static List<String> optionNames(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
    }
}
