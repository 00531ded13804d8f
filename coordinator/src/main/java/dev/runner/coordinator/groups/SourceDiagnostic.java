package dev.runner.coordinator.groups;

import dev.runner.language.diagnostic.Diagnostic;
import org.jspecify.annotations.Nullable;

/** A diagnostic of one of the sources of a group, as the API shows it. */
public record SourceDiagnostic(
        String pipeline,
        Diagnostic.Severity severity,
        int line,
        int column,
        String message,
        @Nullable String hint) {

    static SourceDiagnostic of(String pipeline, Diagnostic found) {
        return new SourceDiagnostic(
                pipeline, found.severity(), found.line(), found.column(), found.message(), found.hint());
    }
}
