package dev.runner.supervisor.process;

import com.sun.jna.Platform;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Why the kernel refuses to start a process. Nobody passes its error number on, so it is found out by what is full: the
 * room for arguments (E2BIG), this process's open files (EMFILE), the processes that there may be (EAGAIN).
 */
final class LaunchRefusal {
    /** Of one argument or variable with its end: MAX_ARG_STRLEN in execve(2). */
    private static final int LONGEST_STRING = 128 * 1024;

    /** Of all of them: a quarter of the stack, and no more than this. */
    private static final long MOST_STRINGS = 6L << 20;

    /** A start needs fewer. */
    private static final int FILES_OF_START = 12;

    private static final String UNKNOWN =
            "the system refuses to start it; is its memory or a limit used up?" + " See `ulimit -a`";

    private LaunchRefusal() {}

    /** A sentence with the number and the remedy. */
    static String explain(List<String> command, Map<String, String> environment) {
        if (!Platform.isLinux()) {
            return UNKNOWN;
        }
        String tooBig = tooBig(command, environment, LinuxLimits.soft(LinuxLimits.STACK));
        if (!tooBig.isEmpty()) {
            return tooBig;
        }
        if (areFilesUsedUp()) {
            return "this process has as many files open as it may, " + LinuxLimits.soft(LinuxLimits.OPEN_FILES)
                    + " (EMFILE): raise the hard limit (ulimit -Hn, LimitNOFILE=), or use fewer members";
        }
        String processes = ProcessLimit.reached();
        return processes.isEmpty() ? UNKNOWN : processes;
    }

    /** What was thrown, in words: where it was for want of a thread, with the number and the remedy. */
    static String describe(Throwable failure) {
        String reached = isForWantOfThread(failure) ? ProcessLimit.reached() : "";
        return reached.isEmpty() ? failure.toString() : reached;
    }

    private static boolean isForWantOfThread(Throwable failure) {
        return failure instanceof OutOfMemoryError
                && String.valueOf(failure.getMessage()).contains("native thread");
    }

    /** @param stack the limit of the stack in bytes; negative for none */
    static String tooBig(List<String> command, Map<String, String> environment, long stack) {
        long total = 0;
        for (String word : command) {
            int length = bytes(word);
            if (length >= LONGEST_STRING) {
                return "an argument of its command has " + length + " bytes, and the system takes "
                        + (LONGEST_STRING - 1) + " (E2BIG): put it into a file";
            }
            total += length + 1 + Long.BYTES;
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            int length = bytes(variable.getKey()) + 1 + bytes(variable.getValue());
            if (length >= LONGEST_STRING) {
                return "its variable " + variable.getKey() + " has " + length + " bytes, and the system takes "
                        + (LONGEST_STRING - 1) + " (E2BIG): put it into a file";
            }
            total += length + 1 + Long.BYTES;
        }
        long most = stack < 0 ? MOST_STRINGS : Math.max(LONGEST_STRING, Math.min(stack / 4, MOST_STRINGS));
        return total <= most
                ? ""
                : "its command and environment have " + total + " bytes, and the system takes " + most
                        + " (E2BIG): shorten them, or put them into files";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean areFilesUsedUp() {
        List<FileInputStream> opened = new ArrayList<>();
        try {
            for (int i = 0; i < FILES_OF_START; i++) {
                opened.add(new FileInputStream("/dev/null"));
            }
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            opened.forEach(LaunchRefusal::close);
        }
    }

    private static void close(FileInputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("/dev/null cannot be closed", e);
        }
    }
}
