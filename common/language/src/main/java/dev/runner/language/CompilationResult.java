package dev.runner.language;

import dev.runner.language.diagnostic.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a source.
 *
 * @param program null where a diagnostic is an error
 * @param diagnostics in the order of their places
 */
public record CompilationResult(@Nullable Program program, List<Diagnostic> diagnostics) {

    public CompilationResult {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean isValid() {
        return program != null;
    }
}
