package dev.runner.manager.output;

/** Every exit code of the command line, so that a script can tell one failure from another. */
public final class ExitCode {
    public static final int OK = 0;

    /** A member failed for good, or the cluster's manager died. */
    public static final int FAILED = 1;

    /** Wrong usage, or a mistake in a spec. */
    public static final int USAGE = 2;

    /** The machine is not ready: an address, port or network is in use or missing, or Java or the build is. */
    public static final int MACHINE_NOT_READY = 3;

    /** No such cluster or member. */
    public static final int NOT_FOUND = 4;

    /** Not ready, or not ended, in time. */
    public static final int TIMED_OUT = 5;

    /** `exec` could not run the command; as with other programs that run one. */
    public static final int NOT_RUN = 125;

    /** `exec`: the command is there and cannot be executed; as in a shell. */
    public static final int NOT_EXECUTABLE = 126;

    /** `exec`: there is no such command; as in a shell. */
    public static final int NO_SUCH_COMMAND = 127;

    /** Whoever read our output has gone: what a shell shows for any program that SIGPIPE ended. */
    public static final int BROKEN_PIPE = 128 + 13;

    private ExitCode() {}

    /** After a clean stop by a signal: 129 for SIGHUP, 130 for SIGINT, 143 for SIGTERM. */
    public static int ofSignal(int signal) {
        return 128 + signal;
    }
}
