package dev.runner.worker.registration;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.HandoverResponse;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import java.io.IOException;
import java.time.Duration;

/** Calls the coordinator. Each call blocks until it has answered, or until its time-out. */
public interface CoordinatorClient {

    /** How long a call may take. */
    Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Registers the worker.
     *
     * @throws CallFailedException when the coordinator cannot be reached
     * @throws IOException with the coordinator's reason, when it refuses
     */
    default RegisterResponse register(RegisterRequest request) throws IOException {
        return register(request, USUAL_TIMEOUT);
    }

    /** Like the other, with a time limit of its own. */
    RegisterResponse register(RegisterRequest request, Duration timeout) throws IOException;

    /**
     * Sends a heartbeat.
     *
     * @return whether the coordinator knows the worker; if not, it must register again
     * @throws CallFailedException when the coordinator cannot be reached
     * @throws IOException with the coordinator's reason, when it refuses
     */
    boolean heartbeat(String workerId, HeartbeatRequest beat) throws IOException;

    /**
     * Asks it to take the state of this worker's pipelines, and waits until it has.
     *
     * @throws CallFailedException when the coordinator cannot be reached, or takes too long
     * @throws UnknownWorkerException when it does not know this worker, which has to register first
     * @throws IOException with the coordinator's reason, when it refuses
     */
    HandoverResponse handover(String workerId, HandoverRequest request, Duration timeout) throws IOException;
}
