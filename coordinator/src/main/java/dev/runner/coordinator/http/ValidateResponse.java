package dev.runner.coordinator.http;

import dev.runner.language.diagnostic.Diagnostic;
import java.util.List;

/**
 * What is to be said about a source.
 *
 * @param valid whether it can run
 */
public record ValidateResponse(boolean valid, List<Diagnostic> diagnostics) {

    public ValidateResponse {
        diagnostics = List.copyOf(diagnostics);
    }
}
