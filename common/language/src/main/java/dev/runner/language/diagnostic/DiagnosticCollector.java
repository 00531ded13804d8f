package dev.runner.language.diagnostic;

import dev.runner.language.diagnostic.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the diagnostics of one source. Their number is limited: nobody reads all of a very broken source's. */
public final class DiagnosticCollector {
    /** How many are reported. */
    public static final int LIMIT = 20;

    private static final Comparator<Diagnostic> BY_POSITION =
            Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column);

    private final List<Diagnostic> found = new ArrayList<>();
    private boolean hasErrors;

    public void error(SourcePosition at, String message, @Nullable String hint) {
        hasErrors = true;
        add(Severity.ERROR, at, message, hint);
    }

    public void warning(SourcePosition at, String message, @Nullable String hint) {
        add(Severity.WARNING, at, message, hint);
    }

    private void add(Severity severity, SourcePosition at, String message, @Nullable String hint) {
        if (found.size() < 10 * LIMIT) {
            found.add(new Diagnostic(severity, at.line(), at.column(), message, hint));
        }
    }

    public boolean hasErrors() {
        return hasErrors;
    }

    /** Ordered by position. Where there are too many, errors take precedence over warnings. */
    public List<Diagnostic> diagnostics() {
        return found.stream()
                .sorted(Comparator.comparing(Diagnostic::severity).thenComparing(BY_POSITION))
                .limit(LIMIT)
                .sorted(BY_POSITION)
                .toList();
    }
}
