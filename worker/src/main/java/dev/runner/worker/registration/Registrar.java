package dev.runner.worker.registration;

import dev.runner.http.CallFailedException;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.service.TaskScheduler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the worker registered: registers, sends heartbeats, and registers again when the coordinator does not know it
 * any more. Each step is a task on one thread, and schedules the next one.
 */
public final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger("registration");

    private final CoordinatorClient coordinator;
    private final Supplier<RegisterRequest> requests;
    private final Supplier<HeartbeatRequest> beats;
    private final TaskScheduler schedule;
    private final Clock clock;
    private final Consumer<RegisterResponse> onRegistered;

    private volatile boolean registered;
    private Duration interval = Duration.ofSeconds(5);
    private RetryDelays delays = new RetryDelays();
    private Instant begun = Instant.MIN;
    private boolean failing;
    private String workerId = "";

    /**
     * Creates a registrar; {@link #begin} registers.
     *
     * @param requests builds a registration when it is sent
     * @param beats builds a heartbeat when it is sent
     * @param schedule one thread, on which all calls are made
     * @param onRegistered called after every registration
     */
    public Registrar(
            CoordinatorClient coordinator,
            Supplier<RegisterRequest> requests,
            Supplier<HeartbeatRequest> beats,
            TaskScheduler schedule,
            Clock clock,
            Consumer<RegisterResponse> onRegistered) {
        this.coordinator = coordinator;
        this.requests = requests;
        this.beats = beats;
        this.schedule = schedule;
        this.clock = clock;
        this.onRegistered = onRegistered;
    }

    public void begin() {
        schedule.after(Duration.ZERO, this::reregister);
    }

    /** Whether the coordinator has registered this incarnation, and has not since said that it does not know it. */
    public boolean isRegistered() {
        return registered;
    }

    private void reregister() {
        registered = false;
        recovered();
        register();
    }

    private void register() {
        try {
            RegisterResponse response = coordinator.register(requests.get());
            interval = response.heartbeatInterval();
            workerId = response.workerId();
            recovered();
            registered = true;
            onRegistered.accept(response);
            schedule.after(interval, this::heartbeat);
        } catch (IOException | RuntimeException e) {
            schedule.after(delayOfMember(e), this::register);
        }
    }

    private void heartbeat() {
        try {
            boolean known = coordinator.heartbeat(workerId, beats.get());
            recovered();
            if (known) {
                schedule.after(interval, this::heartbeat);
            } else {
                LOG.info("the coordinator does not know this worker; it registers again");
                reregister();
            }
        } catch (IOException | RuntimeException e) {
            schedule.after(delayOfMember(e), this::heartbeat);
        }
    }

    /**
     * Never longer than the heartbeat interval for a worker that has been registered: a coordinator that has restarted
     * waits only for so long until it gives its pipelines to others.
     */
    private Duration delayOfMember(Exception problem) {
        Duration delay = delay(problem);
        return workerId.isEmpty() || delay.compareTo(interval) < 0 ? delay : interval;
    }

    private Duration delay(Exception problem) {
        if (!failing) {
            failing = true;
            begun = clock.instant();
        }
        boolean refused = problem instanceof CallFailedException call && call.refused();
        Duration delay = delays.next(Duration.between(begun, clock.instant()), refused);
        if (delay.equals(RetryDelays.EAGER)) {
            LOG.debug("{}; trying again", problem.getMessage());
        } else {
            LOG.warn("{}; next attempt in {} ms", problem.getMessage(), delay.toMillis());
        }
        return delay;
    }

    private void recovered() {
        failing = false;
        delays = new RetryDelays();
    }
}
