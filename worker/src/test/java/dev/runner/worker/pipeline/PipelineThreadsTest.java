package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.service.SerialExecutor;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("V44")
class PipelineThreadsTest {

    private static final int SIZE = 2;

    private final ManualClock clock = new ManualClock();
    private final ManualTaskScheduler timer = new ManualTaskScheduler(clock);
    private final PipelineThreads threads =
            new PipelineThreads(SIZE, timer, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        threads.stop();
    }

    private boolean hang() {
        hanging.incrementAndGet();
        try {
            return end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            hanging.decrementAndGet();
        }
    }

    private List<CompletableFuture<Boolean>> hang(int pipelines) {
        List<CompletableFuture<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < pipelines; i++) {
            tasks.add(new SerialExecutor(threads).submit(this::hang));
        }
        return tasks;
    }

    private static String threadName() {
        return Thread.currentThread().getName();
    }

    @Test
    void hasDaemonThreadsWithNames() {
        SerialExecutor pipeline = new SerialExecutor(threads);
        assertThat(pipeline.submit(PipelineThreadsTest::threadName).join()).isEqualTo("pipeline-1");
        assertThat(pipeline.submit(() -> Thread.currentThread().isDaemon()).join())
                .isTrue();
    }

    @Test
    void noMoreComputeAtOnceThanItHasThreads() {
        List<CompletableFuture<Boolean>> tasks = hang(SIZE + 1);
        await().until(() -> hanging.get() == SIZE);
        CompletableFuture<String> other = new SerialExecutor(threads).submit(PipelineThreadsTest::threadName);

        assertThat(other).isNotDone();
        assertThat(hanging).hasValue(SIZE);
        end.countDown();
        assertThat(tasks).allSatisfy(task -> assertThat(task.join()).isTrue());
        assertThat(other.join()).isIn("pipeline-1", "pipeline-2");
    }

    @Test
    void pipelinesThatHangHowManyTheyAreDoNotHoldUpTheOthersForEver() {
        int many = 3 * SIZE;
        hang(many);
        CompletableFuture<String> other = new SerialExecutor(threads).submit(PipelineThreadsTest::threadName);
        for (int replaced = SIZE; replaced <= many; replaced += SIZE) {
            int now = replaced;
            await().until(() -> hanging.get() == now);
            assertThat(other).isNotDone();
            assertThat(timer.runNext()).isEqualTo(PipelineThreads.PATIENCE);
        }

        assertThat(other.join()).startsWith("pipeline-");
        assertThat(hanging).hasValue(many);
    }

    @Test
    void hasNoMoreThreadsThanBeforeWhenNothingHangsAnyMore() {
        List<CompletableFuture<Boolean>> tasks = hang(SIZE);
        await().until(() -> hanging.get() == SIZE);
        timer.runNext();
        assertThat(threads.limit()).isEqualTo(2 * SIZE);
        end.countDown();
        assertThat(tasks).allSatisfy(task -> assertThat(task.join()).isTrue());
        timer.runNext();

        assertThat(threads.limit()).isEqualTo(SIZE);
    }

    @Test
    void whatRunsWhenItStopsIsFinished() {
        CompletableFuture<Boolean> task = hang(1).get(0);
        await().until(() -> hanging.get() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(threads::stop);
        end.countDown();

        assertThat(task.join()).isTrue();
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(20));
    }
}
