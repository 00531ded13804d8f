package dev.runner.manager;

import dev.runner.supervisor.Signals;
import dev.runner.supervisor.process.LibC;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The signals that ask the manager to end. The first asks it to stop the cluster, the second to kill it. SIGINT counts
 * even where this process was started with it ignored, as a shell does for {@code runner up &} in a script; SIGHUP does
 * not, as that is what nohup is for.
 */
final class StopSignalHandler {
    private final AtomicInteger first = new AtomicInteger();

    /**
     * Begins to listen.
     *
     * @param stop is given the number of the first signal, on a thread of its own
     * @param kill is called for each further one
     */
    void handle(IntConsumer stop, Runnable kill) {
        LibC.acceptInterrupts();
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
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

    /** The number of the first signal; 0 while none came. */
    int first() {
        return first.get();
    }
}
