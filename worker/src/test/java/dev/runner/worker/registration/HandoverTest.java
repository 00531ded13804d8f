package dev.runner.worker.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.Capacity;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.TakenState;
import dev.runner.service.testing.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V46")
class HandoverTest {

    private final IOException refused = new CallFailedException("refused", new ConnectException(), true);
    private final IOException silent = new CallFailedException("silent", new SocketTimeoutException(), false);

    private final ManualClock clock = new ManualClock();
    private final List<String> asked = new ArrayList<>();
    private final Queue<IOException> failures = new ArrayDeque<>();

    private final CoordinatorClient coordinator = new CoordinatorClient() {
        @Override
        public RegisterResponse register(RegisterRequest request, Duration timeout) {
            asked.add("register");
            return RegisterResponse.registered(request.workerId(), Duration.ofSeconds(5), null, null);
        }

        @Override
        public boolean heartbeat(String workerId, HeartbeatRequest beat) {
            throw new AssertionError("who ends sends no heartbeat");
        }

        @Override
        public HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout)
                throws IOException {
            asked.add(workerId + " " + request.instance() + " " + request.leaving() + " " + timeout.toSeconds() + " s");
            IOException failure = failures.poll();
            if (silent.equals(failure)) {
                clock.pass(timeout);
            }
            if (failure != null) {
                throw failure;
            }
            return HandoverResponse.of(List.of(new TakenState("p1", 7L)));
        }
    };

    private final Handover handover = new Handover(
            coordinator,
            () -> new RegisterRequest(
                    "w0", "http://127.0.0.1:1", null, new Capacity(1, 0, 1), null, "i0", null, List.of(), 1L),
            clock,
            clock::pass);

    @Test
    void aSignalWaitsFiveSecondsAtMostAndARestartTen() {
        assertThat(handover.run(true)).containsEntry("p1", 7L);
        handover.run(false);

        assertThat(asked).containsExactly("w0 i0 true 5 s", "w0 i0 false 10 s");
    }

    @Test
    void registersFirstWhereTheCoordinatorHasJustStarted() {
        failures.add(new UnknownWorkerException("404"));

        assertThat(handover.run(false)).containsEntry("p1", 7L);
        assertThat(asked).containsExactly("w0 i0 false 10 s", "register", "w0 i0 false 10 s");
    }

    @Test
    void aWorkerThatLeavesWaitsForACoordinatorThatIsJustStarting() {
        failures.addAll(List.of(refused, refused, new UnknownWorkerException("404")));

        assertThat(handover.run(true)).containsEntry("p1", 7L);
        assertThat(asked).hasSize(5);
    }

    @Test
    void aWorkerThatLeavesDoesNotWaitForLongForACoordinatorThatIsGone() {
        for (int i = 0; i < 100; i++) {
            failures.add(refused);
        }
        var begin = clock.instant();

        assertThat(handover.run(true)).isEmpty();
        assertThat(Duration.between(begin, clock.instant())).isEqualTo(Handover.ABSENCE);
    }

    @Test
    void aWorkerThatRestartsDoesNotWaitForACoordinatorThatIsGone() {
        failures.add(refused);

        assertThat(handover.run(false)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aCoordinatorThatDoesNotAnswerIsAskedOnce() {
        failures.add(silent);

        assertThat(handover.run(true)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void isToldAgainWhenItsAnswerIsLost() {
        failures.add(new CallFailedException("reset", new SocketTimeoutException(), false));

        assertThat(handover.run(false)).containsEntry("p1", 7L);
        assertThat(asked).hasSize(2);
    }
}
