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
 * All workers, in the order of their first registration: one that comes back keeps its place, so that the order does not
 * change when they restart in turn.
 */
public final class WorkerRegistry {

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final List<WorkerListener> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private long registrations;

    /**
     * An empty registry.
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

    /** Takes a worker in as {@code registering}; what was known of an earlier incarnation is forgotten. */
    public Worker register(Registration asked) {
        Worker fresh;
        synchronized (this) {
            fresh = Worker.registering(asked, ++registrations, clock.instant());
            workers.put(fresh.id(), fresh);
        }
        return announced(fresh);
    }

    /** Gives the worker work from now on; empty when another incarnation has taken its place, or it was deleted. */
    public Optional<Worker> activate(Worker registered) {
        return change(
                registered.id(),
                now -> now.registration() == registered.registration() && now.liveness() == Liveness.REGISTERING
                        ? now.with(Liveness.ALIVE)
                        : now);
    }

    /** Empty when no such worker is registered: it must register. */
    public Optional<Worker> heartbeat(String id, HeartbeatRequest beat) {
        Instant at = clock.instant();
        return change(id, now -> now.with(at, beat));
    }

    /** It is to have no pipelines, until {@link #undrain} or until it registers anew. */
    public Optional<Worker> drain(String id) {
        return change(id, now -> now.withDrained(true));
    }

    public Optional<Worker> undrain(String id) {
        return change(id, now -> now.withDrained(false));
    }

    /** Marks as lost those whose last heartbeat was before this moment, and returns the ones newly lost. */
    public List<Worker> loseSilentSince(Instant deadline) {
        List<Worker> lost = new ArrayList<>();
        synchronized (this) {
            workers.replaceAll((id, now) -> {
                if (now.liveness() == Liveness.LOST || !now.heard().isBefore(deadline)) {
                    return now;
                }
                Worker silent = now.with(Liveness.LOST);
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

    public synchronized Optional<Worker> find(String id) {
        return Optional.ofNullable(workers.get(id));
    }

    public synchronized List<Worker> all() {
        return List.copyOf(workers.values());
    }

    private Optional<Worker> change(String id, UnaryOperator<Worker> step) {
        @Nullable Worker after;
        boolean changed;
        synchronized (this) {
            Worker before = workers.get(id);
            after = before == null ? null : step.apply(before);
            changed = after != null && !after.equals(before);
            if (changed) {
                workers.put(id, after);
            }
        }
        return changed && after != null ? Optional.of(announced(after)) : Optional.ofNullable(after);
    }

    private Worker announced(Worker worker) {
        listeners.forEach(listener -> listener.changed(worker));
        return worker;
    }
}
