package dev.runner.command.options;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --name}: which cluster a command is about. */
public final class NameOption {
    /** A name becomes a directory and a part of environment values, so it has no separators, blanks or dots at its start. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private @Nullable String name;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The cluster, where .runner/ holds several. Without it: the only one, or the only one that runs.")
    void name(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new TypeConversionException("'" + name
                    + "' cannot be the name of a cluster: use letters, digits, '-', '_' and '.', 63 at most");
        }
        this.name = name;
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }
}
