package dev.runner.worker.pipeline;

import static dev.runner.worker.pipeline.Futures.assertRefused;
import static dev.runner.worker.pipeline.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.http.ApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V43")
class PipelineQueueTest {

    private static final int MAX_BYTES = 100;

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final PipelineQueue queue = new PipelineQueue("id-1", threads::add, () -> MAX_BYTES);
    private final List<String> done = new ArrayList<>();

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    private CompletableFuture<Boolean> compute(String name, int bytes) {
        return queue.compute(bytes, () -> done.add(name));
    }

    private static void assertBusy(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .hasMessageStartingWith(what + " wait for pipeline id-1")
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.code()).isEqualTo("pipeline_busy");
                });
    }

    @Test
    void runsEventsCommandsAndItsOwnTasksInTheOrderInWhichTheyCame() {
        assertThat(compute("events", 1)).isNotDone();
        assertThat(queue.command(() -> done.add("command"))).isNotDone();
        assertThat(queue.run(() -> done.add("own"))).isNotDone();
        assertThat(compute("more events", 1)).isNotDone();
        runAll();

        assertThat(done).containsExactly("events", "command", "own", "more events");
    }

    @Test
    void refusesEventsBeyondItsBoundUntilThereIsRoomAgain() {
        assertThat(compute("a", 60)).isNotDone();
        assertThat(compute("b", 40)).isNotDone();
        assertBusy(() -> compute("c", 1), "100 bytes of events");
        threads.remove().run();

        assertThat(compute("d", 60)).isNotDone();
        runAll();
        assertThat(done).containsExactly("a", "b", "d");
    }

    @Test
    void aBatchThatIsAloneMayBeLargerThanTheBound() {
        CompletableFuture<Boolean> large = compute("large", 10 * MAX_BYTES);
        assertBusy(() -> compute("small", 1), "1000 bytes of events");
        runAll();

        assertThat(result(large)).isTrue();
    }

    @Test
    void eventsThatFailGiveTheirRoomBack() {
        CompletableFuture<?> failed = queue.compute(MAX_BYTES, () -> {
            throw new ApiException(409, "pipeline_frozen", "on purpose");
        });
        runAll();
        assertRefused(failed, 409, "pipeline_frozen");

        assertThat(compute("a", 60)).isNotDone();
        assertThat(compute("b", 40)).isNotDone();
        runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void boundsCommandsInNumber() {
        for (int i = 0; i < PipelineQueue.MAX_COMMANDS; i++) {
            assertThat(queue.command(() -> done.add("command"))).isNotDone();
        }
        assertBusy(() -> queue.command(() -> done.add("too many")), PipelineQueue.MAX_COMMANDS + " commands");
        assertThat(compute("events", 1)).isNotDone();
        runAll();

        assertThat(queue.command(() -> done.add("last"))).isNotDone();
        runAll();
        assertThat(done)
                .hasSize(PipelineQueue.MAX_COMMANDS + 2)
                .contains("events")
                .endsWith("last");
    }

    @Test
    void aTaskOfItsOwnThatFailsDoesNotStopIt() {
        CompletableFuture<?> failed = queue.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(compute("events", 1)).isNotDone();
        runAll();

        assertThat(failed).isCompletedWithValueMatching(Boolean.FALSE::equals);
        assertThat(done).containsExactly("events");
    }

    @Test
    void refusesWhatWaitsAtOnceWhenItIsClosed() {
        CompletableFuture<?> waiting = compute("waiting", 1);
        CompletableFuture<?> closed =
                queue.close(new ApiException(503, "worker_stopping", "on purpose"), () -> done.add("last"));

        assertRefused(waiting, 503, "worker_stopping");
        assertRefused(compute("late", 1), 503, "worker_stopping");
        assertThat(closed).isNotDone();
        runAll();
        assertThat(closed).isCompleted();
        assertThat(done).containsExactly("last");
    }

    @Test
    void whatNoThreadTakesLeavesItsRoomToOthers() {
        PipelineQueue threadless = new PipelineQueue(
                "id-1",
                task -> {
                    throw new RejectedExecutionException("no thread");
                },
                () -> MAX_BYTES);
        for (int i = 0; i <= PipelineQueue.MAX_COMMANDS; i++) {
            assertThat(threadless.compute(MAX_BYTES, () -> true)).isCompletedExceptionally();
            assertThat(threadless.command(() -> true)).isCompletedExceptionally();
        }
    }
}
