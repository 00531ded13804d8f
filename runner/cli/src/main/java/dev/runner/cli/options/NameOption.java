package dev.runner.cli.options;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --name}: which cluster a command is about. */
public final class NameOption {
    private final OptionSpec name = PicocliSpecFactory.option(String.class, "NAME", "--name")
            .converters(new Name())
            .description("The cluster, where .runner/ holds several."
                    + " Without it: the only one, or the only one that runs.")
            .build();

    public void addTo(CommandSpec command) {
        command.addOption(name);
    }

    public Optional<String> name() {
        return Optional.ofNullable(name.<@Nullable String>getValue());
    }

    /** Refuses what could not be a directory of its own, and a part of environment values: no separators, no blanks. */
    public static final class Name implements ITypeConverter<String> {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

        @Override
        public String convert(String value) {
            if (!FORM.matcher(value).matches()) {
                throw new TypeConversionException("'" + value
                        + "' cannot be the name of a cluster: use letters, digits, '-', '_' and '.', 63 at most");
            }
            return value;
        }
    }
}
