package dev.runner.http;

import dev.runner.util.AsyncFailure;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers when something is done, without a thread that waits for it. The answer is written on the server's threads,
 * whichever thread has done it: a client that reads slowly must not hold that one up.
 */
public final class AsyncResponses {

    private AsyncResponses() {}

    /** Answers with JSON. */
    public static <T> void answer(Context context, int status, CompletableFuture<T> coming, Function<T, Object> body) {
        answer(context, coming, value -> HttpBodies.answer(context, status, body.apply(value)));
    }

    /** Answers with whatever {@code answer} makes of the result. */
    public static <T> void answer(Context context, CompletableFuture<T> coming, Consumer<T> answer) {
        context.future(() -> coming.handleAsync(
                (value, problem) -> {
                    if (problem == null) {
                        answer.accept(value);
                        return value;
                    }
                    Throwable cause = AsyncFailure.causeOf(problem);
                    throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
                },
                HttpBodies.admitted(context).threads()));
    }
}
