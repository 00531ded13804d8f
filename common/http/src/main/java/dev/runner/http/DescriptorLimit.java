package dev.runner.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many files and connections this process may have open, and what of that is for connections from others. */
final class DescriptorLimit {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";

    /** What systems give at least, for where it cannot be read. */
    private static final int USUAL = 1024;

    /** One part in so many is for the connections of one port; the rest is for the process's own work. */
    private static final int SHARE = 4;

    /** The same where descriptors are what the process works with: a manager, to which few people and programs talk. */
    private static final int SMALL_SHARE = 16;

    private static final int FEWEST_CONNECTIONS = 8;
    private static final int MOST_CONNECTIONS = 4096;

    private DescriptorLimit() {}

    /** The most connections that one port may have open. */
    static int connectionsPerPort() {
        return connectionsPerPort(ofThisProcess());
    }

    static int connectionsPerPort(long descriptors) {
        return bounded(descriptors / SHARE);
    }

    /** The most connections of a port of a process whose other work needs descriptors. */
    static int fewConnections() {
        return fewConnections(ofThisProcess());
    }

    static int fewConnections(long descriptors) {
        return bounded(descriptors / SMALL_SHARE);
    }

    private static int bounded(long connections) {
        return (int) Math.max(FEWEST_CONNECTIONS, Math.min(MOST_CONNECTIONS, connections));
    }

    private static long ofThisProcess() {
        if (!Files.isReadable(LIMITS)) {
            return USUAL; // macOS
        }
        try (Stream<String> rows = Files.lines(LIMITS)) {
            return rows.filter(row -> row.startsWith(ROW))
                    .map(DescriptorLimit::soft)
                    .findFirst()
                    .orElse((long) USUAL);
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        }
    }

    /** Of a row such as {@code Max open files            1024                 4096                 files}. */
    static long soft(String row) {
        String value = row.substring(ROW.length()).strip().split("\\s+", 2)[0];
        return value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value);
    }
}
