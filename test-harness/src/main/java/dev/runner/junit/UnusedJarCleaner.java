package dev.runner.junit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes the jars of former versions from the user's cache. The modification time of a file beside a jar tells when it
 * was last used; that of the jar itself must not change, because the JVM compares it with the start archive's.
 */
final class UnusedJarCleaner {
    private static final Duration KEPT = Duration.ofDays(28);
    private static final Duration NOTED_EVERY = Duration.ofDays(1);

    private UnusedJarCleaner() {}

    static void noteUse(Path jar) {
        Path note = note(jar);
        Instant now = Instant.now();
        try {
            if (!Files.exists(note)) {
                Files.createFile(note);
            } else if (Files.getLastModifiedTime(note).toInstant().isBefore(now.minus(NOTED_EVERY))) {
                Files.setLastModifiedTime(note, FileTime.from(now));
            }
        } catch (IOException e) {
            // Another JVM does the same, or the cache is no longer writable; then nothing can be removed from it
            // either.
            return;
        }
    }

    private static Path note(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".used");
    }

    /**
     * Removes the jars that have not been used for a long time.
     *
     * @param own the jar to keep; only jars of the same user are removed
     */
    static void remove(Path own) throws IOException {
        Path cache = own.getParent();
        if (cache == null || !MembersJar.isInCache(own)) {
            return;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(cache, "members-*.jar")) {
            for (Path jar : jars) {
                if (!jar.equals(own) && isUnused(jar) && Files.getOwner(jar).equals(Files.getOwner(own))) {
                    Files.deleteIfExists(jar);
                    Files.deleteIfExists(note(jar));
                }
            }
        }
    }

    private static boolean isUnused(Path jar) throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        Path note = note(jar);
        boolean noted = Files.exists(note)
                && Files.getLastModifiedTime(note).toInstant().isAfter(limit);
        return !noted && Files.getLastModifiedTime(jar).toInstant().isBefore(limit) && !runsSomewhere(jar);
    }

    /** Whether a process uses the jar: a restarted member needs it, however long its cluster has run. */
    private static boolean runsSomewhere(Path jar) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(jar.toString()));
    }
}
