package dev.runner.manager;

import dev.runner.supervisor.Signals;
import dev.runner.supervisor.process.LibC;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The signals that ask the manager to end. The first asks it to stop the cluster, the second to kill it. SIGINT counts
 * even where this process was started with it ignored, as a shell does for {@code runner up &} in a script; SIGHUP does
 * not, as that is what nohup is for.
 */
final class StopSignalHandler {
    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

    private final AtomicInteger first = new AtomicInteger();
    private final Map<Integer, byte[]> actions = new HashMap<>();

    /**
     * Begins to listen.
     *
     * @param stop is given the number of the first signal, on a thread of its own
     * @param kill is called for each further one
     */
    void handle(IntConsumer stop, Runnable kill) {
        LibC.acceptInterrupts();
        for (String name : SIGNALS) {
            int number = Signals.number(name);
            SignalHandlers.on(name, () -> {
                if (first.compareAndSet(0, number)) {
                    stop.accept(number);
                } else {
                    kill.run();
                }
            });
        }
    }

    /**
     * Has each signal end this process at once, after which its guardian kills the members: for a time in which the JVM
     * cannot start the thread that handles one, and would drop it.
     */
    synchronized void endAtOnce() {
        for (String name : SIGNALS) {
            int number = Signals.number(name);
            actions.computeIfAbsent(number, LibC::endBy);
        }
    }

    /** That time is over. */
    synchronized void handleAgain() {
        actions.forEach(LibC::handleAgain);
        actions.clear();
    }

    /** The number of the first signal; 0 while none came. */
    int first() {
        return first.get();
    }
}
