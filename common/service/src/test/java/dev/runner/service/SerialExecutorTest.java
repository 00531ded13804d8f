package dev.runner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final SerialExecutor executor = new SerialExecutor(pool::add);

    private void runPool() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    @Test
    void runsTasksOneAtATimeInOrder() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            assertThat(executor.submit(() -> order.add(number))).isNotDone();
            assertThat(pool).hasSize(1);
        }
        runPool();

        assertThat(order).containsExactly(0, 1, 2);
    }

    @Test
    void aTaskThatThrowsFailsItsOwnFutureOnly() {
        CompletableFuture<?> failed = executor.submit(() -> {
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<String> next = executor.submit(() -> "next");
        runPool();

        assertThat(failed).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue("next");
    }

    @Test
    void anErrorReachesTheThreadAndTheNextTaskStillRuns() {
        CompletableFuture<?> failed = executor.submit(() -> {
            throw new OutOfMemoryError("on purpose");
        });
        CompletableFuture<String> next = executor.submit(() -> "next");

        assertThatThrownBy(this::runPool).isInstanceOf(OutOfMemoryError.class);
        runPool();
        assertThat(failed).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue("next");
    }

    @Test
    void whenItIsClosedWhatWaitsFailsAtOnceAndOneLastTaskFollowsTheOneThatRuns() {
        List<String> order = new ArrayList<>();
        CompletableFuture<?> running = executor.submit(() -> {
            IllegalStateException reason = new IllegalStateException("closed");
            CompletableFuture<?> waiting = executor.submit(() -> order.add("waiting"));
            assertThat(executor.close(reason, () -> order.add("last"))).isNotDone();
            assertThat(waiting).isCompletedExceptionally();
            return order.add("running");
        });
        runPool();

        assertThat(running).isCompleted();
        assertThat(order).containsExactly("running", "last");
        assertThat(executor.submit(() -> order.add("late"))).isCompletedExceptionally();
        assertThat(executor.close(new IllegalStateException("again"), () -> order.add("again")))
                .isCompletedExceptionally();
        runPool();
        assertThat(order).hasSize(2);
    }

    @Test
    void runsTheLastTaskAlsoWhenItWasIdle() {
        CompletableFuture<String> last = executor.close(new IllegalStateException("closed"), () -> "last");
        runPool();

        assertThat(last).isCompletedWithValue("last");
    }

    @Test
    void theNextTaskMayBeginBeforeDependentsOfTheOneBefore() {
        List<Integer> scheduled = new ArrayList<>();
        CompletableFuture<?> dependent = executor.submit(() -> "first").thenRun(() -> scheduled.add(pool.size()));
        assertThat(executor.submit(() -> "second")).isNotDone();
        runPool();

        assertThat(dependent).isCompleted();
        assertThat(scheduled).containsExactly(1);
    }

    @Test
    void whatThePoolDoesNotTakeFailsAndTheNextTaskIsTriedAgain() {
        List<Throwable> refusals = new ArrayList<>(
                List.of(new RejectedExecutionException("it ends"), new OutOfMemoryError("unable to create a thread")));
        SerialExecutor refused = new SerialExecutor(task -> {
            if (refusals.isEmpty()) {
                pool.add(task);
            } else if (refusals.remove(0) instanceof OutOfMemoryError error) {
                throw error;
            } else {
                throw new RejectedExecutionException("it ends");
            }
        });

        assertThat(refused.submit(() -> "first")).isCompletedExceptionally();
        assertThat(refused.submit(() -> "second")).isCompletedExceptionally();
        CompletableFuture<String> third = refused.submit(() -> "third");
        runPool();
        assertThat(third).isCompletedWithValue("third");
    }

    @Test
    void whatWaitsFailsWhenThePoolTakesNoMore() {
        List<Runnable> one = new ArrayList<>();
        SerialExecutor refused = new SerialExecutor(task -> {
            if (!one.isEmpty()) {
                throw new RejectedExecutionException("it ends");
            }
            one.add(task);
        });
        CompletableFuture<String> first = refused.submit(() -> "first");
        CompletableFuture<String> second = refused.submit(() -> "second");

        one.get(0).run();
        assertThat(first).isCompletedWithValue("first");
        assertThat(second).isCompletedExceptionally();
    }
}
