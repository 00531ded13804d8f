package dev.runner.coordinator.http;

import dev.runner.language.Compilation;
import dev.runner.language.Program;
import dev.runner.member.http.Exchange;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code POST /validate}: says what a deploy would say about a source. */
public final class ValidateHandler {

    public void validate(Context context) throws IOException {
        String source = Exchange.body(context, ValidateRequest.class).source();
        Compilation compilation = Program.compile(source);
        Exchange.answer(context, 200, new ValidateResponse(compilation.isValid(), compilation.diagnostics()));
    }
}
