package dev.runner.worker.registration;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.HandoverRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.TakenState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the coordinator that this worker is about to end, so that it takes the state of its pipelines while the worker
 * still answers. A coordinator that does not know the worker (it has just started) is told who it is first.
 */
public final class Handover {

    /** Time limit before a restart. */
    static final Duration RESTARTING = Duration.ofSeconds(10);

    /** Time limit after a signal: half of the usual grace, so that there is time to keep what nobody took. */
    static final Duration LEAVING = Duration.ofSeconds(5);

    /** How long a worker that does not come back waits for a coordinator that is just starting. */
    static final Duration ABSENCE = Duration.ofSeconds(2);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger("handover");

    private final CoordinatorClient coordinator;
    private final Supplier<RegisterRequest> registration;
    private final Clock clock;
    private final Consumer<Duration> pause;

    /**
     * Creates a handover; nothing is called yet.
     *
     * @param registration what the worker says of itself when it registers
     * @param clock measures the time limits; it must not jump
     * @param pause waits for so long
     */
    public Handover(
            CoordinatorClient coordinator,
            Supplier<RegisterRequest> registration,
            Clock clock,
            Consumer<Duration> pause) {
        this.coordinator = coordinator;
        this.registration = registration;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Returns when the coordinator has the state, or when it cannot be had to take it.
     *
     * @param leaving whether the worker does not come back soon
     * @return for each deployment whose state the coordinator has stored, the version of this state
     */
    public Map<String, Long> run(boolean leaving) {
        Instant begin = clock.instant();
        Instant end = begin.plus(leaving ? LEAVING : RESTARTING);
        Instant absentUntil = leaving ? begin.plus(ABSENCE) : begin;
        RegisterRequest worker = registration.get();
        HandoverRequest request = new HandoverRequest(worker.instance(), leaving);
        while (true) {
            try {
                return versions(attempt(worker, request, end));
            } catch (CallFailedException e) {
                // Without an answer, it may take this worker for one that goes on: it is told again while there is
                // time.
                if (!clock.instant().isBefore(e.refused() ? absentUntil : end)) {
                    return failed(e);
                }
            } catch (IOException | RuntimeException e) {
                return failed(e);
            }
            pause.accept(BETWEEN_ATTEMPTS);
        }
    }

    private Iterable<TakenState> attempt(RegisterRequest worker, HandoverRequest request, Instant end)
            throws IOException {
        try {
            return coordinator.handover(worker.workerId(), request, left(end)).taken();
        } catch (UnknownWorkerException e) {
            LOG.info("the coordinator does not know this worker; it registers before it hands over");
            coordinator.register(worker, left(end));
            return coordinator.handover(worker.workerId(), request, left(end)).taken();
        }
    }

    private Duration left(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.compareTo(BETWEEN_ATTEMPTS) < 0 ? BETWEEN_ATTEMPTS : left;
    }

    private static Map<String, Long> versions(Iterable<TakenState> taken) {
        Map<String, Long> versions = new HashMap<>();
        taken.forEach(state -> versions.put(state.pipelineId(), state.version()));
        return versions;
    }

    private static Map<String, Long> failed(Exception e) {
        LOG.warn("the coordinator did not take the state of the pipelines: {}", e.getMessage());
        return Map.of();
    }
}
