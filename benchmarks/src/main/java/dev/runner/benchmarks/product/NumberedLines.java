package dev.runner.benchmarks.product;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
    private static final int BUFFER = 1 << 16;
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

    /** Processor time of writing the same bytes once, from memory and in large pieces. */
    static double writeSeconds(Path input, Path copy) throws IOException {
        byte[] piece = new byte[BUFFER];
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        try (InputStream in = Files.newInputStream(input);
                OutputStream out = Files.newOutputStream(copy)) {
            int count = in.read(piece);
            while (count > 0) {
                long begun = clock.getCurrentThreadCpuTime();
                out.write(piece, 0, count);
                nanos += clock.getCurrentThreadCpuTime() - begun;
                count = in.read(piece);
            }
        }
        return nanos / 1e9;
    }

    private static boolean isLog(Path file) {
        return !file.toString().endsWith(".times");
    }

    private void read(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int count = in.read(buffer);
            while (count > 0) {
                filled += count;
                int rest = lines(buffer, filled);
                filled -= rest;
                System.arraycopy(buffer, rest, buffer, 0, filled);
                count = in.read(buffer, filled, buffer.length - filled);
            }
        }
        look(buffer, 0, filled);
    }

    /** Looks at each whole line, and returns where what is left begins. */
    private int lines(byte[] buffer, int filled) {
        int begin = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                look(buffer, begin, i);
                begin = i + 1;
            }
        }
        if (begin == 0 && filled == buffer.length) {
            look(buffer, 0, filled); // no line of ours is as long as that
            begin = filled;
        }
        return begin;
    }

    /** Something that holds nothing of ours is what the side has to say itself. */
    private void look(byte[] line, int begin, int end) {
        int first = end - LENGTH + 1;
        if (first >= begin && line[first] == FIRST && line[end - 1] == LAST) {
            int number = 0;
            for (int i = first + 1; i <= first + DIGITS; i++) {
                number = number * 10 + line[i] - '0';
            }
            if (number >= 0 && number < seen.length) {
                seen[number]++;
                return;
            }
        }
        String text = new String(line, begin, end - begin, StandardCharsets.ISO_8859_1);
        torn += text.contains("xxxx") ? 1 : 0;
    }
}
