package dev.runner.supervisor.process;

import java.util.regex.Pattern;

/** What is said where the native library of JNA, by which the manager makes system calls, does not load. */
public final class NativeLibraryFailure {
    /** What the JVM puts around the message of the first attempt, when it is asked for the class again. */
    private static final Pattern WRAPPING =
            Pattern.compile("^(Exception )?([a-z]\\S*(Exception|Error): )+|\\s*\\[in thread .*]$");

    private NativeLibraryFailure() {}

    /** The same for an error that no other thread, or no more memory, could be had. */
    public static String describe(OutOfMemoryError failure) {
        return String.valueOf(failure.getMessage()).contains("native thread")
                ? describeThreads()
                : "no memory is left (" + failure.getMessage()
                        + "): give this program more (MULTIHOST_JAVA_OPTS=-Xmx512m)";
    }

    private static String describeThreads() {
        return "no thread can be started: this user, or the container or service, has as many processes and threads as"
                + " it may. End some, or raise the limit (ulimit -u, --pids-limit of a container, TasksMax= of a"
                + " service)";
    }

    /** The cause and the remedy, without a full stop. */
    public static String describe(LinkageError failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (message.contains("native thread")) {
            return describeThreads();
        }
        return "the native library of JNA, which the manager needs, does not load ("
                + WRAPPING.matcher(message).replaceAll("")
                + "): use a JDK for this machine's own processor, with glibc (on a system with musl, such as Alpine,"
                + " install gcompat), and have the runner, TMPDIR and ~/.cache where programs may be run (not mounted"
                + " noexec); -Djna.tmpdir=DIRECTORY in the options of a test's JVM names another place";
    }
}
