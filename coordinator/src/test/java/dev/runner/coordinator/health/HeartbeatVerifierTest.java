package dev.runner.coordinator.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.RegisterRequest;
import dev.runner.service.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V6")
class HeartbeatVerifierTest {

    private final WorkerRegistry registry = new WorkerRegistry(new ManualClock());
    private final AtomicInteger issued = new AtomicInteger();
    private final List<CompletableFuture<Boolean>> probes = new ArrayList<>();
    private final HeartbeatVerifier verifier =
            new HeartbeatVerifier(registry, () -> "token-" + issued.incrementAndGet(), address -> {
                CompletableFuture<Boolean> answer = new CompletableFuture<>();
                probes.add(answer);
                return answer;
            });

    private RegisteredWorker register() {
        return registry.register(WorkerRegistration.of(
                new RegisterRequest("w0", "http://127.0.0.1:1", null, new Capacity(1, 0, 1), null), "127.0.0.1"));
    }

    @Test
    void theWorkersOwnTokenCountsAndItIsNotAsked() {
        RegisteredWorker worker = register();
        String token = verifier.issueToken(worker);

        assertThat(verifier.counts(worker, token)).isCompletedWithValue(true);
        assertThat(probes).isEmpty();
    }

    @Test
    void withoutTheTokenTheWorkerItselfIsAskedOnceForAnyNumberOfHeartbeats() {
        RegisteredWorker worker = register();
        verifier.issueToken(worker);

        CompletableFuture<Boolean> none = verifier.counts(worker, null);
        CompletableFuture<Boolean> guessed = verifier.counts(worker, "token-2");
        assertThat(none).isNotDone();
        assertThat(probes).hasSize(1);
        probes.get(0).complete(false);
        assertThat(none).isCompletedWithValue(false);
        assertThat(guessed).isCompletedWithValue(false);

        CompletableFuture<Boolean> next = verifier.counts(worker, null);
        probes.get(1).complete(true);
        assertThat(next).isCompletedWithValue(true);
    }

    @Test
    void theTokenOfAnEarlierIncarnationIsNone() {
        RegisteredWorker before = register();
        String old = verifier.issueToken(before);
        RegisteredWorker worker = register();
        String token = verifier.issueToken(worker);

        assertThat(verifier.counts(worker, old)).isNotDone();
        assertThat(verifier.counts(worker, token)).isCompletedWithValue(true);
    }

    @Test
    void aProbeThatFailsCountsAsNoAnswer() {
        RegisteredWorker worker = register();
        HeartbeatVerifier failing = new HeartbeatVerifier(registry, () -> "token", address -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(failing.counts(worker, null)).isCompletedWithValue(false);
        CompletableFuture<Boolean> asked = verifier.counts(worker, null);
        probes.get(0).completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(asked).isCompletedWithValue(false);
    }
}
