package dev.runner.worker.pipeline;

import dev.runner.http.ApiException;
import dev.runner.language.CompilationResult;
import dev.runner.language.Program;
import dev.runner.language.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles sources, and reports their errors to the client. */
final class SourceCompiler {

    private SourceCompiler() {}

    /**
     * Compiles a source.
     *
     * @throws ApiException 400 {@code parse_error} with the place of the first error, and all diagnostics
     */
    static Program compiled(String source) {
        CompilationResult compilation = Program.compile(source);
        Program program = compilation.program();
        if (program == null) {
            throw refused(compilation.diagnostics());
        }
        return program;
    }

    private static ApiException refused(List<Diagnostic> diagnostics) {
        Diagnostic first = diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                .findFirst()
                .orElse(new Diagnostic(Diagnostic.Severity.ERROR, 1, 1, "the source cannot run", null));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("line", first.line());
        details.put("column", first.column());
        if (first.hint() != null) {
            details.put("hint", first.hint());
        }
        details.put("diagnostics", diagnostics);
        return new ApiException(
                400,
                "parse_error",
                "line " + first.line() + ", column " + first.column() + ": " + first.message(),
                details);
    }
}
