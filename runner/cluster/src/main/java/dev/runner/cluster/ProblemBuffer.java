package dev.runner.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps problems that are reported before there is a listener. */
final class ProblemBuffer {
    private final List<String> early = new ArrayList<>();
    private @Nullable Consumer<String> listener;

    synchronized void tell(String problem) {
        if (listener == null) {
            early.add(problem);
        } else {
            listener.accept(problem);
        }
    }

    synchronized void to(Consumer<String> newListener) {
        listener = newListener;
        early.forEach(newListener);
        early.clear();
    }
}
