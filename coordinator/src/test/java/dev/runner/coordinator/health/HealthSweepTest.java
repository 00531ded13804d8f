package dev.runner.coordinator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistration;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.WorkerState;
import dev.runner.service.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V14")
class HealthSweepTest {

    private static final Duration FIVE = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final WorkerRegistry registry = new WorkerRegistry(clock);
    private final HealthSweep sweep =
            new HealthSweep(registry, clock, new HealthSettings(FIVE, Duration.ofSeconds(15), FIVE));

    private void join(String id) {
        RegisterRequest request = new RegisterRequest(id, "http://127.0.0.1:9000", null, new Capacity(1, 0, 9), null);
        registry.activate(registry.register(WorkerRegistration.of(request, "127.0.0.1")));
    }

    private void passAndSweep(int times) {
        for (int i = 0; i < times; i++) {
            clock.pass(FIVE);
            sweep.sweep();
        }
    }

    @Test
    void losesAWorkerOnlyAfterTheTimeout() {
        join("silent");
        join("alive");

        passAndSweep(3);
        assertThat(registry.all()).extracting(RegisteredWorker::state).containsOnly(WorkerState.READY);

        registry.heartbeat("alive", new HeartbeatRequest(0L, 0));
        clock.pass(FIVE);
        assertThat(sweep.sweep()).extracting(RegisteredWorker::id).containsExactly("silent");
        assertThat(registry.all())
                .extracting(RegisteredWorker::state)
                .containsExactly(WorkerState.UNHEALTHY, WorkerState.READY);
    }

    @Test
    void reportsAWorkerOnce() {
        join("silent");
        passAndSweep(4);

        clock.pass(FIVE);
        assertThat(sweep.sweep()).isEmpty();
    }

    @Test
    void judgesNobodyByAPauseOfItsOwn() {
        join("w0");

        clock.pass(Duration.ofMinutes(10));
        assertThat(sweep.sweep()).isEmpty();

        passAndSweep(2);
        assertThat(registry.all()).extracting(RegisteredWorker::state).containsOnly(WorkerState.READY);
        clock.pass(FIVE);
        assertThat(sweep.sweep()).as("its lease has begun anew, and is over").hasSize(1);
    }

    @Test
    void judgesNobodyByAShortPauseOfItsOwnEither() {
        join("w0");
        passAndSweep(2);

        clock.pass(Duration.ofSeconds(9));
        assertThat(sweep.sweep())
                .as("19 s without a heartbeat, in 9 of which the coordinator stood still")
                .isEmpty();
    }

    @Test
    @Tag("V46")
    void expectsAWorkerThatHandedOverForATimeout() {
        join("w0");
        RegisteredWorker worker = registry.find("w0").orElseThrow();
        registry.beginHandover("w0", worker.registration());
        passAndSweep(5);
        assertThat(registry.find("w0").orElseThrow().expectedSince())
                .as("it still hands over")
                .isNotNull();

        registry.handoverEnded("w0", worker.registration());
        passAndSweep(3);
        assertThat(registry.find("w0").orElseThrow().isLost()).isFalse();
        clock.pass(FIVE);
        assertThat(sweep.sweep()).extracting(RegisteredWorker::id).containsExactly("w0");
    }

    @Test
    void refusesATimeoutThatNoHeartbeatCanMeet() {
        assertThatThrownBy(() -> new HealthSettings(FIVE, FIVE, FIVE)).hasMessageContaining("--heartbeat-timeout");
    }
}
