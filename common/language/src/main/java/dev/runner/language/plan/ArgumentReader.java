package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.StreamOperation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads arguments in the way that is common to all operations. */
final class ArgumentReader {
    private static final int MOST = 256;
    /** The name of the event's type, which outputs have beside their fields. */
    private static final String TYPE = "event_type";

    private final DiagnosticCollector problems;

    ArgumentReader(DiagnosticCollector problems) {
        this.problems = problems;
    }

    /** The only argument; null, with an error, where there is not exactly one. */
    @Nullable Argument single(StreamOperation operation, String expected) {
        List<Argument> arguments = operation.arguments();
        if (arguments.isEmpty()) {
            problems.error(operation.at(), "." + operation.name() + " has no argument; expected " + expected, null);
            return null;
        }
        if (arguments.size() > 1) {
            problems.error(
                    arguments.get(1).at(),
                    "found a second argument of ." + operation.name() + "; expected only " + expected,
                    operation.name().equals("partition_by")
                            ? "write .partition_by([a, b]) for a key of two fields"
                            : "write and between two conditions, and numbers without a comma");
            return null;
        }
        if (arguments.get(0).name() != null) {
            problems.error(
                    arguments.get(0).at(),
                    "found the name '" + arguments.get(0).name() + "' in ." + operation.name() + "; expected only "
                            + expected,
                    operation.name().equals("where") ? "write == to compare" : null);
            return null;
        }
        return arguments.get(0);
    }

    List<Argument> several(StreamOperation operation) {
        List<Argument> arguments = operation.arguments();
        if (arguments.size() > MOST) {
            problems.error(
                    arguments.get(MOST).at(),
                    "found " + arguments.size() + " fields in ." + operation.name() + "; expected at most " + MOST,
                    null);
            return arguments.subList(0, MOST);
        }
        return arguments;
    }

    /** Whether a field can have this name; if not, reports an error. */
    boolean isNew(String name, List<String> names, SourcePosition at) {
        if (names.contains(name)) {
            problems.error(at, "there are two fields named '" + name + "'", "give this one another name");
            return false;
        }
        if (name.equals(TYPE)) {
            problems.error(
                    at,
                    "a field cannot be named '" + TYPE + "': that is the name of the event's type",
                    "give it another name; the type is the name of the stream");
            return false;
        }
        return true;
    }

    static String listed(List<String> names, String prefix) {
        return names.stream().map(prefix::concat).collect(Collectors.joining(", "));
    }
}
