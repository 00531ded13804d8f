package dev.runner.cluster.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The program that a script's first line names. Where it is missing, the system and every shell say that the script
 * itself is not found.
 */
public final class Interpreter {
    /** Linux reads so much of a first line. */
    private static final int LONGEST = 255;

    private Interpreter() {}

    /** What is wrong with the first line of a program, for behind its name; null where nothing is, or it has none. */
    public static @Nullable String problem(Path program) {
        String first = firstLine(program);
        if (!first.startsWith("#!")) {
            return null;
        }
        boolean crlf = first.endsWith("\r");
        String[] words = first.substring(2).strip().split("\\s+", 2);
        if (words[0].isEmpty()) {
            return "whose first line, #!, names no interpreter; write one like #!/bin/sh";
        }
        if (crlf) {
            return "whose lines end with CR LF: to the system the CR is a part of its first line, and no interpreter is"
                    + " called so; save it with LF alone, by dos2unix for one";
        }
        if (words[0].startsWith("/") && !Files.exists(Path.of(words[0]))) {
            return "whose first line names the interpreter " + words[0] + ", which does not exist; install it,"
                    + " or change that line";
        }
        return null;
    }

    /** Empty where it cannot be read: that it can be executed is enough. */
    private static String firstLine(Path program) {
        if (!Files.isRegularFile(program)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(program)) {
            String begin = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
            int end = begin.indexOf('\n');
            return end < 0 ? begin : begin.substring(0, end);
        } catch (IOException e) {
            return "";
        }
    }
}
