package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.http.ApiException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.AbstractThrowableAssert;

/** The results of tasks that have run, as in tests whose pipelines run on the thread that asks. */
final class Futures {

    private Futures() {}

    /**
     * The result.
     *
     * @throws ApiException when it is that
     */
    static <T> T result(CompletableFuture<T> done) {
        assertThat(done).isDone();
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ApiException refusal ? refusal : e;
        }
    }

    static AbstractThrowableAssert<?, ?> assertRefused(CompletableFuture<?> done, int status, String code) {
        return assertThatThrownBy(() -> result(done)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.code()).isEqualTo(code);
        });
    }
}
