package dev.runner.worker.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.service.testing.ManualClock;
import dev.runner.service.testing.ManualTaskScheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V4")
class RegistrarTest {

    private final IOException refused = new CallFailedException("refused", new ConnectException(), true);
    private final IOException denied = new IOException("401");

    /** Answers as it was told, and writes down what it was asked. */
    private static final class ScriptedCoordinator implements CoordinatorClient {
        private final List<String> asked = new ArrayList<>();
        private @Nullable IOException failure;
        private boolean known = true;

        @Override
        public RegisterResponse register(RegisterRequest request, Duration timeout) throws IOException {
            answer("register");
            return RegisterResponse.registered(request.workerId(), Duration.ofSeconds(5), null, null);
        }

        @Override
        public boolean heartbeat(String workerId, HeartbeatRequest beat) throws IOException {
            answer("heartbeat");
            return known;
        }

        @Override
        public HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout)
                throws IOException {
            answer("handover");
            return HandoverResponse.of(List.of());
        }

        private void answer(String question) throws IOException {
            asked.add(question);
            if (failure != null) {
                throw failure;
            }
        }
    }

    private final ManualClock clock = new ManualClock();
    private final ManualTaskScheduler schedule = new ManualTaskScheduler(clock);
    private final ScriptedCoordinator coordinator = new ScriptedCoordinator();
    private final List<String> events = new ArrayList<>();
    private final Registrar registrar = new Registrar(
            coordinator,
            () -> new RegisterRequest("w0", "http://127.0.0.1:1", null, new Capacity(1, 0, 1), null),
            () -> new HeartbeatRequest(0L, 0),
            schedule,
            clock,
            response -> events.add("registered"));

    @Test
    void sendsHeartbeatsAtTheIntervalThatItIsTold() {
        registrar.begin();
        assertThat(schedule.runNext()).isZero();
        assertThat(registrar.isRegistered()).isTrue();

        assertThat(schedule.runNext()).isEqualTo(Duration.ofSeconds(5));
        assertThat(schedule.runNext()).isEqualTo(Duration.ofSeconds(5));

        assertThat(coordinator.asked).containsExactly("register", "heartbeat", "heartbeat");
    }

    @Test
    void isEagerForTenSecondsAndThenPatient() {
        coordinator.failure = refused;
        registrar.begin();
        schedule.runNext();
        for (int i = 0; i < 200; i++) {
            assertThat(schedule.runNext()).isEqualTo(Duration.ofMillis(50));
        }
        assertThat(schedule.runNext()).isEqualTo(Duration.ofSeconds(1));
        assertThat(schedule.runNext()).isEqualTo(Duration.ofSeconds(2));
        assertThat(registrar.isRegistered()).isFalse();

        coordinator.failure = null;
        schedule.runNext();
        assertThat(registrar.isRegistered()).isTrue();
    }

    @Test
    void waitsASecondWhenItIsNotLetIn() {
        coordinator.failure = denied;
        registrar.begin();
        schedule.runNext();

        assertThat(schedule.runNext()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void registersAgainAtOnceWhenItIsNotKnown() {
        registrar.begin();
        schedule.runNext();
        coordinator.known = false;
        schedule.runNext();

        assertThat(coordinator.asked).containsExactly("register", "heartbeat", "register");
        assertThat(events).containsExactly("registered", "registered");
        assertThat(registrar.isRegistered()).isTrue();
    }

    @Test
    void looksForALostCoordinatorEagerlyButNeverMoreSlowlyThanItsHeartbeats() {
        registrar.begin();
        schedule.runNext();
        coordinator.failure = refused;
        schedule.runNext();
        assertThat(registrar.isRegistered())
                .as("it may come back with its memory")
                .isTrue();
        assertThat(schedule.runNext()).isEqualTo(Duration.ofMillis(50));

        coordinator.failure = denied;
        for (int i = 0; i < 10; i++) {
            assertThat(schedule.runNext()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        }
        assertThat(coordinator.asked.stream().skip(1)).containsOnly("heartbeat");
    }
}
