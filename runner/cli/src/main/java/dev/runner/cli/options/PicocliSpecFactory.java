package dev.runner.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Builds commands, options and parameters for the parser by calls. picocli can read them from annotations, which takes
 * a quarter of a short command's time: see docs/speed.md. {@link OptionSpec#getValue} is the value of an option; null
 * if it was not given and has no default.
 */
public final class PicocliSpecFactory {
    private PicocliSpecFactory() {}

    /**
     * A command without options.
     *
     * @param command what runs it; null where it only holds others
     * @param footer examples, and what else is to be said at the end of the help
     */
    public static CommandSpec command(@Nullable Object command, String description, String... footer) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.usageMessage()
                .description(description)
                .footerHeading("%nExamples:%n")
                .footer(footer);
        return spec;
    }

    /** An option without a value; see {@link #isSet}. */
    public static OptionSpec.Builder flag(String name, String... names) {
        return OptionSpec.builder(name, names).type(boolean.class);
    }

    /** Whether a flag was given. */
    public static boolean isSet(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    /** An option with a value of this type. */
    public static OptionSpec.Builder option(Class<?> type, String label, String name, String... names) {
        return OptionSpec.builder(name, names).type(type).paramLabel(label);
    }

    /** What is called with no name; an array or a list for several. */
    public static PositionalParamSpec.Builder parameter(Class<?> type, String label, String arity) {
        return PositionalParamSpec.builder()
                .type(type)
                .paramLabel(label)
                .arity(arity)
                .required(!arity.startsWith("0"));
    }
}
