package dev.runner.cli;

import dev.runner.manager.SignalHandlers;
import dev.runner.supervisor.Signals;
import dev.runner.supervisor.process.LibC;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes the signals that this process gets on to its child. Ctrl-C in a terminal reaches both by itself, and is not
 * passed on again; what the JVM keeps to itself (SIGQUIT) reaches the child by the terminal only.
 */
final class SignalForwarder {
    private static final List<String> PASSED_ON = List.of("INT", "TERM", "HUP", "USR1", "USR2");

    private final List<Integer> early = new ArrayList<>();
    private long child;

    private SignalForwarder() {}

    /** Signals from now on wait for the child. */
    static SignalForwarder begin() {
        SignalForwarder relay = new SignalForwarder();
        for (String name : PASSED_ON) {
            int number = Signals.number(name);
            // Where the JVM needs a signal itself, it does with it what it does in every Java program.
            boolean unused = SignalHandlers.on(name, () -> relay.got(number));
        }
        return relay;
    }

    synchronized void to(long pid) {
        child = pid;
        early.forEach(this::got);
        early.clear();
    }

    private synchronized void got(int signal) {
        if (child == 0) {
            early.add(signal);
        } else if (signal != Signals.number("INT") || !LibC.isInForeground()) {
            LibC.signalProcess(child, signal);
        }
    }
}
