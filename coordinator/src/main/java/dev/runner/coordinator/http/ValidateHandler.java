package dev.runner.coordinator.http;

import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.language.CompilationResult;
import dev.runner.language.Program;
import io.javalin.http.Context;
import java.io.IOException;

/** Looks at sources without running them. */
public final class ValidateHandler {

    /** Adds {@code validate} below this path. */
    void addTo(Routes routes, String root) {
        routes.post(root + "/validate")
                .summary("Says what a deploy would say about a source")
                .body(ValidateRequest.class)
                .answers(200, ValidateResponse.class)
                .handle(this::validate);
    }

    private void validate(Context context) throws IOException {
        String source = HttpBodies.body(context, ValidateRequest.class).source();
        CompilationResult compilation = Program.compile(source);
        HttpBodies.answer(context, 200, new ValidateResponse(compilation.isValid(), compilation.diagnostics()));
    }
}
