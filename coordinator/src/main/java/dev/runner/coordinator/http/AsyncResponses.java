package dev.runner.coordinator.http;

import dev.runner.http.HttpBodies;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Answers when something is done, without a thread that waits for it. */
final class AsyncResponses {

    private AsyncResponses() {}

    static <T> void answer(Context context, int status, CompletableFuture<T> coming, Function<T, Object> body) {
        context.future(() -> coming.handle((value, problem) -> {
            if (problem == null) {
                HttpBodies.answer(context, status, body.apply(value));
                return value;
            }
            Throwable cause =
                    problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        }));
    }
}
