package dev.runner.service.lifetime;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a service: on a signal, or for a restart. The first request is carried out; a second one waits for it.
 *
 * <p>A JVM with threads in native calls (select, accept) takes 300 ms to exit, because it waits for them in vain. So
 * the server is stopped first, which ends those calls, and then the JVM is halted.
 */
public final class ServiceShutdown {

    /** The exit code that asks the supervisor for a restart. */
    public static final int RESTART = 55;

    /** Halts this JVM at once. */
    public static final IntConsumer EXIT = code -> Runtime.getRuntime().halt(code);

    /** Why a service ends. */
    public enum Reason {
        /** A restart was requested. */
        RESTART,
        /** It received a signal, and may be killed if it takes too long. */
        SIGNAL
    }

    private final Object ending = new Object();
    private final SupervisorNotifier notices;
    private final Consumer<Reason> handOver;
    private final Runnable stop;
    private final IntConsumer exit;
    private @Nullable Reason reason;

    /**
     * Prepares the shutdown; nothing happens yet.
     *
     * @param handOver stops accepting work and hands over what must not be lost
     * @param stop stops the server and its threads
     * @param exit exits with the given code; {@link #EXIT} except in tests
     */
    public ServiceShutdown(SupervisorNotifier notices, Runnable handOver, Runnable stop, IntConsumer exit) {
        this(notices, reason -> handOver.run(), stop, exit);
    }

    /** Like the other constructor, for a service that hands over differently for each reason. */
    public ServiceShutdown(SupervisorNotifier notices, Consumer<Reason> handOver, Runnable stop, IntConsumer exit) {
        this.notices = notices;
        this.handOver = handOver;
        this.stop = stop;
        this.exit = exit;
    }

    /** Makes SIGTERM, SIGINT and SIGHUP hand over and exit with the JVM's code for the signal (e.g. 143). */
    public void endOnSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(Reason.SIGNAL), "end"));
    }

    /** Hands over and exits with 55, asynchronously, so that the request can be answered first. */
    public void restart() {
        Thread thread = new Thread(this::endForRestart, "restart");
        thread.setDaemon(false);
        thread.start();
    }

    private void endForRestart() {
        synchronized (ending) {
            if (end(Reason.RESTART)) {
                exit.accept(RESTART);
            }
        }
    }

    private boolean end(Reason why) {
        synchronized (ending) {
            if (reason != null) {
                return false;
            }
            reason = why;
            try {
                handOver.accept(why);
                if (why == Reason.SIGNAL) {
                    notices.done();
                }
            } finally {
                stop.run();
            }
            return true;
        }
    }
}
