package dev.runner.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The words that this program was called with, byte for byte, see {@link SurrogateEscape}. */
public final class InheritedArguments {
    private static final char REPLACEMENT = '\uFFFD';

    private InheritedArguments() {}

    /**
     * The same words without what Java replaced.
     *
     * @param arguments what {@code main} was given
     */
    public static String[] exact(String... arguments) {
        if (String.join("", arguments).indexOf(REPLACEMENT) < 0) {
            return arguments;
        }
        try {
            return exact(Files.readAllBytes(Path.of("/proc/self/cmdline")), arguments);
        } catch (IOException e) {
            return arguments; // elsewhere than on Linux, or not readable: as Java sees them
        }
    }

    /** @param commandLine of the process: its words, each with a NUL behind it */
    static String[] exact(byte[] commandLine, String... arguments) {
        String[] all = SurrogateEscape.decode(commandLine).split("\0", -1);
        int end = all.length - 1;
        return end < arguments.length ? arguments : Arrays.copyOfRange(all, end - arguments.length, end);
    }
}
