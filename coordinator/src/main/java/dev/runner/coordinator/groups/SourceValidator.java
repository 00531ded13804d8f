package dev.runner.coordinator.groups;

import dev.runner.http.ApiException;
import dev.runner.language.CompilationResult;
import dev.runner.language.Program;
import dev.runner.language.diagnostic.Diagnostic;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the sources of a group before any of them is deployed. */
public final class SourceValidator {

    /** The fields of the 400 response beside error and code: place of the first error, and all diagnostics. */
    public record SourceErrors(
            int line, int column, @Nullable String hint, List<SourceDiagnostic> diagnostics) {}

    private SourceValidator() {}

    /**
     * Compiles all sources.
     *
     * @throws ApiException 400 {@code parse_error} with the diagnostics of all sources, when one has an error
     */
    public static void check(GroupRequest request) {
        List<SourceDiagnostic> all = new ArrayList<>();
        boolean valid = true;
        for (PipelineRequest pipeline : request.pipelines()) {
            CompilationResult compilation = Program.compile(pipeline.source());
            valid &= compilation.isValid();
            compilation.diagnostics().forEach(found -> all.add(SourceDiagnostic.of(pipeline.name(), found)));
        }
        if (!valid) {
            throw refused(all);
        }
    }

    private static ApiException refused(List<SourceDiagnostic> all) {
        SourceDiagnostic first = all.stream()
                .filter(found -> found.severity() == Diagnostic.Severity.ERROR)
                .findFirst()
                .orElse(new SourceDiagnostic("", Diagnostic.Severity.ERROR, 1, 1, "a source is not valid", null));
        return new ApiException(
                400,
                "parse_error",
                "pipeline \"" + first.pipeline() + "\", line " + first.line() + ", column " + first.column() + ": "
                        + first.message(),
                new SourceErrors(first.line(), first.column(), first.hint(), List.copyOf(all)));
    }
}
