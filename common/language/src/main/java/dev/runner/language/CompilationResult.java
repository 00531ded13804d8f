package dev.runner.language;

import dev.runner.language.diagnostic.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of compiling a source.
 *
 * @param program null if a diagnostic is an error
 * @param diagnostics ordered by position
 */
public record CompilationResult(@Nullable Program program, List<Diagnostic> diagnostics) {

    public CompilationResult {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean isValid() {
        return program != null;
    }
}
