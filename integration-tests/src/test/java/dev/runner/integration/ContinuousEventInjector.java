package dev.runner.integration;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Injects events {@code Tick} continuously on several threads, and records the responses. It never repeats an event:
 * one that was not accepted is recorded as refused.
 */
final class ContinuousEventInjector implements AutoCloseable {
    private final ControlPlaneClient control;
    private final String group;
    private final AtomicInteger next = new AtomicInteger();
    private final ConcurrentLinkedQueue<JsonNode> outputs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch ended;
    private volatile boolean goingOn = true;

    private ContinuousEventInjector(ControlPlaneClient control, String group, int threads) {
        this.control = control;
        this.group = group;
        this.ended = new CountDownLatch(threads);
    }

    static ContinuousEventInjector into(ControlPlaneClient control, String group, int threads) {
        ContinuousEventInjector injector = new ContinuousEventInjector(control, group, threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(injector::run, "injector-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return injector;
    }

    private void run() {
        try {
            while (goingOn) {
                one("{\"n\":" + next.getAndIncrement() + "}");
            }
        } finally {
            ended.countDown();
        }
    }

    private void one(String fields) {
        try {
            SimpleHttpClient.Reply reply = control.inject(group, "Tick", fields);
            if (reply.status() == 200) {
                accepted.incrementAndGet();
                reply.json().at("/worker_response/output_events").forEach(outputs::add);
            } else {
                refused.add(fields + " " + reply);
            }
        } catch (IOException e) {
            refused.add(fields + " " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            goingOn = false;
        }
    }

    int accepted() {
        return accepted.get();
    }

    /** Waits until this many more have been accepted. */
    void awaitMore(int count) {
        int wanted = accepted.get() + count;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> accepted.get() >= wanted || !refused.isEmpty());
    }

    List<JsonNode> outputs() {
        return new ArrayList<>(outputs);
    }

    List<String> refused() {
        return new ArrayList<>(refused);
    }

    /** Stops injecting, and waits for the pending responses. */
    ContinuousEventInjector stop() throws InterruptedException {
        goingOn = false;
        if (!ended.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("an inject has no answer after 60 s");
        }
        return this;
    }

    @Override
    public void close() {
        goingOn = false;
    }
}
