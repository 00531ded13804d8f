package dev.runner.cli.doctor;

import java.util.regex.Pattern;

/** What is said where the native library of JNA, by which the manager makes system calls, does not load. */
public final class NativeLibraryFailure {
    /** What the JVM puts around the message of the first attempt, when it is asked for the class again. */
    private static final Pattern WRAPPING =
            Pattern.compile("^(Exception )?([a-z]\\S*(Exception|Error): )+|\\s*\\[in thread .*]$");

    private NativeLibraryFailure() {}

    /** The cause and the remedy, without a full stop. */
    public static String describe(LinkageError failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return "the native library of JNA, which the manager needs, does not load ("
                + WRAPPING.matcher(message).replaceAll("")
                + "): use a JDK for this machine's own processor, with glibc (on a system with musl, such as Alpine,"
                + " install gcompat), and have the runner and TMPDIR where programs may be run (not mounted noexec)";
    }
}
