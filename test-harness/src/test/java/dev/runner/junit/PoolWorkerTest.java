package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolWorkerTest {
    @Test
    void aPoolKeepsItsParallelismWhileItsWorkerWaits() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            CompletableFuture<String> awaited = new CompletableFuture<>();
            CountDownLatch begun = new CountDownLatch(1);
            Future<String> waits = pool.submit(() -> PoolWorker.call(() -> {
                begun.countDown();
                return awaited.join();
            }));
            Future<?> next = pool.submit(() -> {});
            begun.await();

            assertThat(pool.getPoolSize()).isEqualTo(1);
            assertThat(next.isDone()).isFalse();
            awaited.complete("it");
            assertThat(waits.get()).isEqualTo("it");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void failuresComeAsTheyAre() {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            assertThatThrownBy(pool.submit(() -> PoolWorker.call(() -> {
                        throw new IOException("no");
                    }))::get)
                    .hasRootCauseInstanceOf(IOException.class);
            assertThatThrownBy(() -> PoolWorker.call(() -> {
                        throw new IOException("no");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anInterruptReachesWhatWaits() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            CompletableFuture<Thread> worker = new CompletableFuture<>();
            Future<Boolean> waits = pool.submit(() -> {
                worker.complete(Thread.currentThread());
                try {
                    return PoolWorker.call(() -> {
                        new CountDownLatch(1).await();
                        return false;
                    });
                } catch (InterruptedException e) {
                    return true;
                }
            });

            worker.get().interrupt();

            assertThat(waits.get()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }
}
