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
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier mayHaveEndedUnseen;
    private long registrations;

    /** Creates an empty registry of a coordinator that never stands still. */
    public WorkerRegistry(Clock clock) {
        this(clock, () -> false);
    }

    /**
     * Creates an empty registry.
     *
     * @param clock times heartbeats; it must not jump
     * @param mayHaveEndedUnseen whether a worker may have ended on purpose at a time when nobody here could hear it
     */
    public WorkerRegistry(Clock clock, BooleanSupplier mayHaveEndedUnseen) {
        this.clock = clock;
        this.mayHaveEndedUnseen = mayHaveEndedUnseen;
    }

    public void add(WorkerListener listener) {
        listeners.add(listener);
    }

    public void remove(WorkerListener listener) {
        listeners.remove(listener);
    }

    /**
     * Registers a worker as {@code registering}; an earlier incarnation is forgotten. A process that hands over remains
     * as it is: it ends, and this registration was under way before it said so.
     *
     * @throws IllegalStateException with a message for the worker, when a later process of it has registered and is not
     *     lost: requests may arrive in another order than they were sent, long after their sender has ended
     */
    public RegisteredWorker register(WorkerRegistration asked) {
        RegisteredWorker fresh;
        synchronized (this) {
            RegisteredWorker before = workers.get(asked.workerId());
            if (before != null && !before.isLost() && asked.isOlderThan(before.registered())) {
                throw new IllegalStateException("a later process of \"" + asked.workerId()
                        + "\" has registered; if there is none, and the clock"
                        + " was set back, this one is let in when the heartbeats of the other have stayed away");
            }
            if (before != null && before.expectedSince() != null && before.isSameProcess(asked.instance())) {
                return before;
            }
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
     * Marks the worker as lost: a connection was refused, so its process is gone. Ignored for an earlier incarnation,
     * and for one that is expected back, because nothing listens there meanwhile. One that may have ended on purpose
     * unseen, or keeps states that are needed, is expected back from now on.
     */
    public Optional<RegisteredWorker> markLost(String id, long registration) {
        Instant at = clock.instant();
        boolean unseen = mayHaveEndedUnseen.getAsBoolean();
        return change(id, now -> {
            if (now.registration() != registration || now.expectedSince() != null || now.isLost()) {
                return now;
            }
            boolean mayComeBack = unseen || !now.registered().kept().isEmpty();
            return mayComeBack ? now.withExpectedSince(at) : now.with(Liveness.LOST);
        });
    }

    /** The worker does not keep this state any more, or it is not needed. */
    public Optional<RegisteredWorker> forgetKeptState(String id, long registration, String pipelineId) {
        return change(id, now -> now.registration() == registration ? now.withoutKeptState(pipelineId) : now);
    }

    /** The worker hands its pipelines over and gets no more, until {@link #handoverEnded}. */
    public Optional<RegisteredWorker> beginHandover(String id, long registration) {
        return change(id, now -> now.registration() == registration ? now.withExpectedSince(Instant.MAX) : now);
    }

    /** The worker has handed over as far as possible, and is expected back from now on. */
    public Optional<RegisteredWorker> handoverEnded(String id, long registration) {
        Instant at = clock.instant();
        return change(
                id,
                now -> now.registration() == registration && now.expectedSince() != null
                        ? now.withExpectedSince(at)
                        : now);
    }

    /** The worker's process has ended, and a successor is to register: it is waited for. */
    public Optional<RegisteredWorker> expectBack(String id, long registration) {
        Instant at = clock.instant();
        return change(
                id,
                now -> now.registration() == registration && now.expectedSince() == null && !now.isLost()
                        ? now.withExpectedSince(at)
                        : now);
    }

    /** The worker has handed over and ends for good: it is lost, and a late heartbeat does not change that. */
    public Optional<RegisteredWorker> leave(String id, long registration) {
        return change(id, now -> now.registration() == registration ? now.with(Liveness.LOST) : now);
    }

    /** The worker is not expected back any more: it did not end, or it is lost. */
    public Optional<RegisteredWorker> giveUpExpecting(String id, long registration) {
        return change(id, now -> now.registration() == registration ? now.withExpectedSince(null) : now);
    }

    /** The workers that have been expected back since before this moment and have not registered again. */
    public synchronized List<RegisteredWorker> expectedSinceBefore(Instant moment) {
        return workers.values().stream()
                .filter(worker ->
                        worker.expectedSince() != null && worker.expectedSince().isBefore(moment))
                .toList();
    }

    /**
     * Marks as lost the workers whose last heartbeat was before this moment, but those that are expected back: who ends
     * sends none. Returns those newly lost.
     */
    public List<RegisteredWorker> markSilentWorkersLost(Instant deadline) {
        List<RegisteredWorker> lost = new ArrayList<>();
        synchronized (this) {
            workers.replaceAll((id, now) -> {
                if (now.liveness() == Liveness.LOST
                        || now.expectedSince() != null
                        || !now.heard().isBefore(deadline)) {
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
