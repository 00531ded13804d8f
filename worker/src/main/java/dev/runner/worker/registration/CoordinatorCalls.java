package dev.runner.worker.registration;

import dev.runner.member.http.CallFailedException;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import java.io.IOException;

/** What a worker asks of its coordinator. */
public interface CoordinatorCalls {

    /**
     * Asks to be taken in.
     *
     * @throws CallFailedException when the coordinator cannot be reached
     * @throws IOException with the coordinator's reason, when it refuses
     */
    RegisterResponse register(RegisterRequest request) throws IOException;

    /**
     * Says that the worker lives.
     *
     * @return whether the coordinator knows the worker; if not, it must register again
     * @throws CallFailedException when the coordinator cannot be reached
     * @throws IOException with the coordinator's reason, when it refuses
     */
    boolean heartbeat(String workerId, HeartbeatRequest beat) throws IOException;
}
