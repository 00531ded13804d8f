package dev.runner.coordinator.registry;

import dev.runner.protocol.HeartbeatRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All workers, in the order of their first registration: a worker that comes back keeps its place, so that the order is
 * stable when they restart one after the other. Thread-safe; listeners are notified without the lock.
 */
public final class WorkerRegistry {

    private final Map<String, RegisteredWorker> workers = new LinkedHashMap<>();
    private final List<WorkerListener> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private long registrations;

    /**
     * Creates an empty registry.
     *
     * @param clock times heartbeats; it must not jump
     */
    public WorkerRegistry(Clock clock) {
        this.clock = clock;
    }

    public void add(WorkerListener listener) {
        listeners.add(listener);
    }

    public void remove(WorkerListener listener) {
        listeners.remove(listener);
    }

    /** Registers a worker as {@code registering}; an earlier incarnation is forgotten. */
    public RegisteredWorker register(WorkerRegistration asked) {
        RegisteredWorker fresh;
        synchronized (this) {
            fresh = RegisteredWorker.registering(asked, ++registrations, clock.instant());
            workers.put(fresh.id(), fresh);
        }
        return announced(fresh);
    }

    /** Makes the worker available; empty when another incarnation has taken its place, or it was deleted. */
    public Optional<RegisteredWorker> activate(RegisteredWorker registered) {
        return change(
                registered.id(),
                now -> now.registration() == registered.registration() && now.liveness() == Liveness.REGISTERING
                        ? now.with(Liveness.ALIVE)
                        : now);
    }

    /** Records a heartbeat; empty when no such worker is registered, so that it must register. */
    public Optional<RegisteredWorker> heartbeat(String id, HeartbeatRequest beat) {
        Instant at = clock.instant();
        return change(id, now -> now.with(at, beat));
    }

    /** Withdraws the worker from placement, until {@link #undrain} or until it registers again. */
    public Optional<RegisteredWorker> drain(String id) {
        return change(id, now -> now.withDrained(true));
    }

    public Optional<RegisteredWorker> undrain(String id) {
        return change(id, now -> now.withDrained(false));
    }

    /**
     * Marks the worker as lost: a connection was refused, or it said so itself. Ignored for an earlier incarnation, and
     * for one that has handed over in order to restart, because nothing listens there meanwhile.
     */
    public Optional<RegisteredWorker> markLost(String id, long registration) {
        return change(
                id,
                now -> now.registration() == registration && now.handedOver() == null ? now.with(Liveness.LOST) : now);
    }

    /** The worker hands its pipelines over and gets no more; {@link #cancelHandover} takes that back. */
    public Optional<RegisteredWorker> beginHandover(String id, long registration) {
        Instant at = clock.instant();
        return change(id, now -> now.registration() == registration ? now.withHandover(at) : now);
    }

    /** The worker has handed over and ends for good: it is lost, and a late heartbeat does not change that. */
    public Optional<RegisteredWorker> leave(String id, long registration) {
        return change(id, now -> now.registration() == registration ? now.with(Liveness.LOST) : now);
    }

    /** Takes the handover back: the worker did not end. */
    public Optional<RegisteredWorker> cancelHandover(String id, long registration) {
        return change(id, now -> now.registration() == registration ? now.withHandover(null) : now);
    }

    /** The workers that handed over before this moment and have not registered again. */
    public synchronized List<RegisteredWorker> handedOverBefore(Instant moment) {
        return workers.values().stream()
                .filter(worker ->
                        worker.handedOver() != null && worker.handedOver().isBefore(moment))
                .toList();
    }

    /** Marks as lost the workers whose last heartbeat was before this moment. Returns those newly lost. */
    public List<RegisteredWorker> markSilentWorkersLost(Instant deadline) {
        List<RegisteredWorker> lost = new ArrayList<>();
        synchronized (this) {
            workers.replaceAll((id, now) -> {
                if (now.liveness() == Liveness.LOST || !now.heard().isBefore(deadline)) {
                    return now;
                }
                RegisteredWorker silent = now.with(Liveness.LOST);
                lost.add(silent);
                return silent;
            });
        }
        lost.forEach(this::announced);
        return lost;
    }

    public synchronized boolean delete(String id) {
        return workers.remove(id) != null;
    }

    public synchronized Optional<RegisteredWorker> find(String id) {
        return Optional.ofNullable(workers.get(id));
    }

    public synchronized List<RegisteredWorker> all() {
        return List.copyOf(workers.values());
    }

    private Optional<RegisteredWorker> change(String id, UnaryOperator<RegisteredWorker> step) {
        @Nullable RegisteredWorker after;
        boolean changed;
        synchronized (this) {
            RegisteredWorker before = workers.get(id);
            after = before == null ? null : step.apply(before);
            changed = after != null && !after.equals(before);
            if (changed) {
                workers.put(id, after);
            }
        }
        return changed && after != null ? Optional.of(announced(after)) : Optional.ofNullable(after);
    }

    private RegisteredWorker announced(RegisteredWorker worker) {
        listeners.forEach(listener -> listener.changed(worker));
        return worker;
    }
}
