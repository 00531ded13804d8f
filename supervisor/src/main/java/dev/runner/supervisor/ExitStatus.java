package dev.runner.supervisor;

/**
 * How a process ended, claiming no more than is known: an exit code, a signal, or {@link Kind#UNKNOWN} where the status
 * was collected by somebody else before it could be read.
 *
 * @param number the exit code (0 to 255) or the signal's number; 0 where the status is unknown
 */
public record ExitStatus(Kind kind, int number) {

    /** Which of the three it is. */
    public enum Kind {
        CODE,
        SIGNAL,
        UNKNOWN
    }

    /** The process ended by itself with this code. */
    public static ExitStatus code(int code) {
        return new ExitStatus(Kind.CODE, code);
    }

    /** The process was ended by this signal. */
    public static ExitStatus signal(int signal) {
        return new ExitStatus(Kind.SIGNAL, signal);
    }

    /** The process has ended, and nobody can say how. */
    public static ExitStatus unknown() {
        return new ExitStatus(Kind.UNKNOWN, 0);
    }

    /** Whether it ended by itself with exactly this code. */
    public boolean isCode(int code) {
        return kind == Kind.CODE && number == code;
    }

    /** For people: {@code exit code 3}, {@code signal KILL (9)}, {@code unknown exit status}. */
    public String describe() {
        return switch (kind) {
            case CODE -> "exit code " + number;
            case SIGNAL -> "signal " + Signals.name(number) + " (" + number + ")";
            case UNKNOWN -> "unknown exit status";
        };
    }
}
