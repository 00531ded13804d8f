package dev.runner.manager;

import dev.runner.supervisor.process.ProcessLimit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Notices that this process can start no thread any more, because its container, or its user, has as many processes and
 * threads as it may. The JVM starts one for each signal and drops the signal where it cannot. So as long as there is no
 * room a signal ends the manager, and its guardian, which needs no thread, kills the members.
 */
final class ThreadWatch {
    private final BooleanSupplier room;
    private final StopSignalHandler signals;
    private final Consumer<String> problems;
    private boolean tight;

    /** @param room whether a thread can be started */
    ThreadWatch(BooleanSupplier room, StopSignalHandler signals, Consumer<String> problems) {
        this.room = room;
        this.signals = signals;
        this.problems = problems;
    }

    /** To be called now and then, by one thread. */
    void look() {
        if (room.getAsBoolean()) {
            if (tight) {
                tight = false;
                signals.handleAgain();
            }
        } else if (!tight) {
            tight = true;
            signals.endAtOnce();
            String reached = ProcessLimit.reached();
            problems.accept("the manager can start no thread: "
                    + (reached.isEmpty() ? "end processes, or raise their limit (ulimit -u, --pids-limit)" : reached)
                    + ". Until it can, Ctrl-C and SIGTERM end it at once, and its guardian kills the members");
        }
    }
}
