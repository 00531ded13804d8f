package dev.runner.supervisor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Notifies listeners. A listener that throws affects neither the other listeners nor the signals to processes. */
final class EventListeners {
    private final Consumer<String> problems;
    private final Consumer<Error> errors;
    private final List<MemberListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean outputListenerFailed = new AtomicBoolean();
    private volatile OutputListener outputListener = (id, incarnation, lines) -> {};

    /**
     * @param problems is given a sentence about each listener that throws
     * @param errors is given what no program can go on after: a class that is gone, no memory
     */
    EventListeners(Consumer<String> problems, Consumer<Error> errors) {
        this.problems = problems;
        this.errors = errors;
    }

    void add(MemberListener listener) {
        listeners.add(listener);
    }

    void setOutputListener(OutputListener listener) {
        outputListener = listener;
    }

    void tell(MemberEvent event) {
        listeners.forEach(listener -> tell(listener, event));
    }

    private void tell(MemberListener listener, MemberEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            problems.accept("a listener failed at " + event.kind().label() + " of "
                    + event.member().id() + ": " + e);
        } catch (Error e) {
            // The other listeners and the process must get theirs before the error ends everything.
            errors.accept(e);
        }
    }

    /** Called by the thread that reads what all members write. */
    void tellOutput(MemberId id, int incarnation, ByteBuffer lines) {
        try {
            outputListener.onOutput(id, incarnation, lines);
        } catch (RuntimeException e) {
            // Reported once: the next lines would fail in the same way.
            if (outputListenerFailed.compareAndSet(false, true)) {
                problems.accept("the output listener failed at what " + id + " wrote: " + e);
            }
        } catch (Error e) {
            errors.accept(e);
        }
    }
}
