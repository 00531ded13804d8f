package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.operator.AggregateFunction;
import dev.runner.language.syntax.StreamOperation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The known operations, and the error messages for unknown ones. */
final class OperationNames {
    private static final List<String> KNOWN =
            List.of("where", "window", "partition_by", "aggregate", "having", "select", "emit");
    private static final Set<String> LATER = Set.of("process", "context", "to");

    private OperationNames() {}

    static boolean contains(String name) {
        return KNOWN.contains(name);
    }

    static void reportUnknown(StreamOperation operation, DiagnosticCollector problems) {
        String name = operation.name();
        String expected = "; expected one of " + ArgumentReader.listed(KNOWN, ".");
        if (LATER.contains(name)) {
            problems.error(
                    operation.at(),
                    "." + name + " is not supported yet" + expected,
                    "functions, contexts and connectors come with a later version");
            return;
        }
        String meant = NameSuggestions.nearest(name, KNOWN);
        problems.error(
                operation.at(),
                "there is no operation ." + name + expected,
                meant == null ? otherForm(name) : "did you mean ." + meant + "?");
    }

    /** The form in which the language writes what was probably meant. */
    private static @Nullable String otherForm(String name) {
        if (AggregateFunction.named(name).isPresent()) {
            return "write .aggregate(x: " + name + "(...))";
        }
        return switch (name) {
            case "sliding", "tumbling" -> WindowReader.HINT;
            case "join", "merge", "union" -> "a stream reads one source: write a stream for each of them";
            case "limit", "order_by", "sort" -> "events pass one by one, without an end: there is no ." + name;
            default -> null;
        };
    }
}
