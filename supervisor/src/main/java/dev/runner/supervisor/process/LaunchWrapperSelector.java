package dev.runner.supervisor.process;

import com.sun.jna.Platform;
import com.zaxxer.nuprocess.linux.LinuxProcess;
import dev.runner.supervisor.Signals;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The {@link LaunchWrapper} for what this process ignores at the moment; most of the time nothing. */
final class LaunchWrapperSelector {
    private static final int[] SIGNALS =
            LaunchWrapper.RESTORED.stream().mapToInt(Signals::number).toArray();

    /**
     * They show each refusal of the system with a stack trace; {@link LaunchRefusal} says what it means. Held here, as
     * java.util.logging forgets a logger, and its level, that nobody holds.
     */
    private static final List<Logger> OF_NUPROCESS = List.of(
            Logger.getLogger("com.zaxxer.nuprocess.internal.BasePosixProcess"),
            Logger.getLogger("com.zaxxer.nuprocess.linux.LinuxProcess"));

    private @Nullable LaunchWrapper plain;
    private @Nullable LaunchWrapper restoring;

    /** @throws LaunchException where this machine cannot run members; the message says what to install */
    LaunchWrapperSelector() throws LaunchException {
        if (Platform.isLinux()) {
            keepSigpipe();
        }
        now();
    }

    /** By one thread at a time: another would find SIGPIPE ignored, and keep that. */
    private static synchronized void keepSigpipe() {
        LibC.keepHandling(Signals.number("PIPE"), LaunchWrapperSelector::loadNuProcess);
    }

    /**
     * When its class is loaded, NuProcess has this process ignore SIGPIPE, which the JVM handles itself (and then does
     * nothing about), so that nobody here misses it. Ignored signals are inherited by programs, handled ones are not.
     */
    private static void loadNuProcess() {
        try {
            Class.forName(LinuxProcess.class.getName(), true, LinuxProcess.class.getClassLoader());
            OF_NUPROCESS.forEach(logger -> logger.setLevel(Level.OFF));
        } catch (ClassNotFoundException e) {
            throw new LinkageError("NuProcess is not complete", e);
        }
    }

    synchronized LaunchWrapper now() throws LaunchException {
        boolean ignoring = isAnyIgnored();
        @Nullable LaunchWrapper known = ignoring ? restoring : plain;
        if (known != null) {
            return known;
        }
        LaunchWrapper found = LaunchWrapper.forThisMachine(ignoring);
        if (ignoring) {
            restoring = found;
        } else {
            plain = found;
        }
        return found;
    }

    private static boolean isAnyIgnored() {
        for (int signal : SIGNALS) {
            if (LibC.isIgnored(signal)) {
                return true;
            }
        }
        return false;
    }
}
