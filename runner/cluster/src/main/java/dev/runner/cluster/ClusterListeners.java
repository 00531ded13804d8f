package dev.runner.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notifies the listeners of a cluster. A listener that throws affects neither the others nor the cluster. */
final class ClusterListeners {
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<String> record;
    private final Consumer<Error> errors;

    /**
     * @param record is given problems, before the listeners
     * @param errors is given what no program can go on after
     */
    ClusterListeners(Consumer<String> record, Consumer<Error> errors) {
        this.record = record;
        this.errors = errors;
    }

    void add(ClusterListener listener) {
        listeners.add(listener);
    }

    void tell(Consumer<ClusterListener> news) {
        for (ClusterListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                tellProblem("a listener of the cluster failed: " + e);
            } catch (Error e) {
                errors.accept(e);
            }
        }
    }

    void tellProblem(String problem) {
        record.accept(problem);
        for (ClusterListener listener : listeners) {
            try {
                listener.onProblem(problem);
            } catch (RuntimeException e) {
                // Only recorded: reporting it to the listeners could go on for ever.
                record.accept("a listener of the cluster failed at a problem: " + e);
            } catch (Error e) {
                errors.accept(e);
            }
        }
    }
}
