package dev.runner.service.lifetime;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a member ends on purpose. Whichever comes first is carried through; the other waits for it.
 *
 * <p>A JVM whose threads sit in native calls (a selector, an accept) takes 300 ms to end, because it waits for them in
 * vain. So the server is stopped first, which lets them out, and then the JVM is halted.
 */
public final class ServiceShutdown {

    /** The exit code by which a member asks its supervisor to start it again. */
    public static final int RESTART = 55;

    /** Ends this JVM without waiting for anything more. */
    public static final IntConsumer EXIT = code -> Runtime.getRuntime().halt(code);

    /** Why a member ends. */
    public enum Reason {
        /** It was asked to, and is started again. */
        RESTART,
        /** It was sent a signal, and may be killed soon if it takes its time. */
        SIGNAL
    }

    private final Object ending = new Object();
    private final SupervisorNotifier notices;
    private final Consumer<Reason> handOver;
    private final Runnable stop;
    private final IntConsumer exit;
    private @Nullable Reason reason;

    /**
     * Describes an end; nothing happens yet.
     *
     * @param handOver stops taking work in and gives away what must not be lost
     * @param stop ends the server and its threads
     * @param exit is given the exit code of a restart: {@link #EXIT}, but in tests
     */
    public ServiceShutdown(SupervisorNotifier notices, Runnable handOver, Runnable stop, IntConsumer exit) {
        this(notices, reason -> handOver.run(), stop, exit);
    }

    /** The same, for a member that hands over differently for each reason. */
    public ServiceShutdown(SupervisorNotifier notices, Consumer<Reason> handOver, Runnable stop, IntConsumer exit) {
        this.notices = notices;
        this.handOver = handOver;
        this.stop = stop;
        this.exit = exit;
    }

    /** From now on SIGTERM, SIGINT and SIGHUP hand over, and end with the code that the JVM gives them (e.g. 143). */
    public void endOnSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(Reason.SIGNAL), "end"));
    }

    /** Hands over and exits with 55. Returns at once, so that the caller can be answered. */
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
