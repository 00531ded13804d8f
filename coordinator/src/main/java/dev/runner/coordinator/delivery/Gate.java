package dev.runner.coordinator.delivery;

import dev.runner.http.ApiException;
import java.util.function.Supplier;

/** Whether a queue's events may go, and where to. */
sealed interface Gate {

    /** They wait. */
    record Held() implements Gate {}

    /** They go to this deployment. */
    record Open(Deployment to) implements Gate {}

    /** They are answered by an error, until it is known where they can go. */
    record Refusing(Supplier<ApiException> why) implements Gate {}

    /** They are answered by an error for good. */
    record Closed(ApiException why) implements Gate {}
}
