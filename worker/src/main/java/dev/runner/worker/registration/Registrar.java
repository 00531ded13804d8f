package dev.runner.worker.registration;

import dev.runner.member.http.CallFailedException;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the worker registered: registers, sends heartbeats, and registers again when the coordinator has forgotten it.
 * Every step is a task of its own on one thread, and puts the next one on the schedule.
 */
public final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger("registration");

    private final CoordinatorCalls coordinator;
    private final RegisterRequest request;
    private final Supplier<HeartbeatRequest> beats;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Runnable onRegistered;

    private volatile boolean registered;
    private Duration interval = Duration.ofSeconds(5);
    private RetryDelays delays = new RetryDelays();
    private Instant begun = Instant.MIN;
    private boolean failing;

    /**
     * Prepares; {@link #begin} registers.
     *
     * @param beats what a heartbeat says at the moment it is sent
     * @param scheduler one thread, on which all calls are made
     * @param onRegistered called after every registration
     */
    public Registrar(
            CoordinatorCalls coordinator,
            RegisterRequest request,
            Supplier<HeartbeatRequest> beats,
            ScheduledExecutorService scheduler,
            Clock clock,
            Runnable onRegistered) {
        this.coordinator = coordinator;
        this.request = request;
        this.beats = beats;
        this.scheduler = scheduler;
        this.clock = clock;
        this.onRegistered = onRegistered;
    }

    public void begin() {
        scheduler.execute(this::registerAnew);
    }

    /** Whether the coordinator has taken this incarnation in, and has not said since that it does not know it. */
    public boolean isRegistered() {
        return registered;
    }

    private void registerAnew() {
        registered = false;
        recovered();
        register();
    }

    private void register() {
        try {
            RegisterResponse response = coordinator.register(request);
            interval = response.heartbeatInterval();
            recovered();
            registered = true;
            onRegistered.run();
            later(interval, this::heartbeat);
        } catch (IOException e) {
            later(delay(e), this::register);
        }
    }

    private void heartbeat() {
        try {
            boolean known = coordinator.heartbeat(request.workerId(), beats.get());
            recovered();
            if (known) {
                later(interval, this::heartbeat);
            } else {
                LOG.info("the coordinator does not know this worker (any more)");
                registerAnew();
            }
        } catch (IOException e) {
            Duration delay = delay(e);
            later(delay.compareTo(interval) < 0 ? delay : interval, this::heartbeat);
        }
    }

    private Duration delay(IOException problem) {
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

    private void later(Duration delay, Runnable step) {
        if (!scheduler.isShutdown()) {
            scheduler.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
