package dev.runner.integration.bench.product;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Lines of 100 bytes that can be told apart, so that none can be lost, torn or told twice without being noticed. A side
 * may put a prefix before each.
 */
final class NumberedLines {
    private static final int LENGTH = 100;
    private static final int DIGITS = 8;
    private static final byte FIRST = '<';
    private static final byte LAST = '>';

    private final int[] seen;
    private long torn;

    private NumberedLines(int lines) {
        seen = new int[lines];
    }

    /** What a check has found: lines that are not there, lines that are there too often, and what is no whole line. */
    record Found(long lost, long repeated, long torn) {
        boolean isGood() {
            return lost == 0 && repeated == 0 && torn == 0;
        }
    }

    static Path write(Path file, int lines) throws IOException {
        String filling = "x".repeat(LENGTH - DIGITS - 4);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < lines; i++) {
                out.write(String.format(Locale.ROOT, "<%08d %s>\n", i, filling).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return file;
    }

    /** Looks at what so many writers have written, wherever it went. */
    static Found check(List<Path> logs, int writers, int lines) throws IOException {
        NumberedLines check = new NumberedLines(lines);
        for (Path log : logs) {
            try (Stream<Path> files = Files.walk(log)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(NumberedLines::isLog)
                        .toList()) {
                    check.read(file);
                }
            }
        }
        long lost = 0;
        long repeated = 0;
        for (int count : check.seen) {
            lost += Math.max(0, writers - count);
            repeated += Math.max(0, count - writers);
        }
        return new Found(lost, repeated, check.torn);
    }

    private static boolean isLog(Path file) {
        return !file.toString().endsWith(".times");
    }

    private void read(Path file) throws IOException {
        byte[] line = new byte[1024];
        int length = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            int b = in.read();
            while (b >= 0) {
                if (b == '\n') {
                    look(line, length);
                    length = 0;
                } else if (length < line.length) {
                    line[length] = (byte) b;
                    length++;
                }
                b = in.read();
            }
        }
        look(line, length);
    }

    /** Something that holds nothing of ours is what the side has to say itself. */
    private void look(byte[] line, int length) {
        int first = length - LENGTH + 1;
        if (first >= 0 && line[first] == FIRST && line[length - 1] == LAST) {
            int number = 0;
            for (int i = first + 1; i <= first + DIGITS; i++) {
                number = number * 10 + line[i] - '0';
            }
            if (number >= 0 && number < seen.length) {
                seen[number]++;
                return;
            }
        }
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        torn += text.contains("xxxx") ? 1 : 0;
    }
}
