package dev.runner.worker.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V46")
class HandoverTimeoutTest {

    private final List<String> asked = new ArrayList<>();

    private final CoordinatorClient coordinator = new CoordinatorClient() {
        @Override
        public RegisterResponse register(RegisterRequest request) {
            throw new AssertionError("who ends does not register");
        }

        @Override
        public boolean heartbeat(String workerId, HeartbeatRequest beat) {
            throw new AssertionError("who ends sends no heartbeat");
        }

        @Override
        public HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout) {
            asked.add(workerId + " " + request.instance() + " " + request.leaving() + " " + timeout.toSeconds() + " s");
            return new HandoverResponse(0);
        }
    };

    @Test
    void aSignalWaitsTwoSecondsAtMostAndARestartTen() {
        Handover handover = new Handover(coordinator, "w0", "i0");

        handover.run(true);
        handover.run(false);

        assertThat(asked).containsExactly("w0 i0 true 2 s", "w0 i0 false 10 s");
    }
}
