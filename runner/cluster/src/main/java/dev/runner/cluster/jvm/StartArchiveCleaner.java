package dev.runner.cluster.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes the archives of JDKs and contents that are no more. Nobody tells when that is so, but whoever makes a new one
 * has probably left an old one behind.
 *
 * @param made an archive that this user has just made, in its directory of the directory of its JDK
 */
record StartArchiveCleaner(StartArchive made) {
    /** Longer than a holiday. */
    static final Duration KEPT = Duration.ofDays(28);

    /** Where anything else is, it is none of our directories. */
    private static final Pattern OURS = Pattern.compile(
            "(runner|members)\\.(jsa|aot)(\\.ok)?|lock|failed\\.log|refused\\.log|classes(-\\d+)?|making-.*");

    /** Removes, beside it, those that this user has not used for long. One that cannot be removed stays. */
    void removeUnused() {
        ignoringFailures(() -> {
            Path own = made.file().toRealPath().getParent();
            Path jdk = own == null ? null : own.getParent();
            Path all = jdk == null ? null : jdk.getParent();
            if (own != null && all != null && all.endsWith("archives")) {
                for (Path each : directories(all)) {
                    ignoringFailures(() -> removeUnusedOf(each, own));
                }
            }
        });
    }

    private interface Removal {
        void run() throws IOException;
    }

    /** What is another user's, or damaged, stays, and nothing else does because of it. */
    private static void ignoringFailures(Removal removal) {
        try {
            removal.run();
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            // Its place is for archives only, and a few too many do no harm; the next one who makes one tries again.
            return;
        }
    }

    private void removeUnusedOf(Path jdk, Path own) throws IOException {
        for (Path directory : directories(jdk)) {
            ignoringFailures(() -> {
                if (!directory.equals(own) && isUnused(directory)) {
                    remove(directory);
                }
            });
        }
        if (directories(jdk).isEmpty()) {
            Files.deleteIfExists(jdk);
        }
    }

    private boolean isUnused(Path directory) throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        for (Path file : files(directory)) {
            if (!OURS.matcher(String.valueOf(file.getFileName())).matches()
                    || Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isAfter(limit)) {
                return false;
            }
        }
        return Files.getOwner(directory).equals(Files.getOwner(made.file())) && !isMapped(directory);
    }

    /** Under its lock, so that nobody makes one meanwhile. */
    private static void remove(Path directory) throws IOException {
        Path lock = directory.resolve("lock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.tryLock()) {
            if (held != null) {
                for (Path each : files(directory)) {
                    Files.delete(each);
                }
                Files.delete(directory);
            }
        }
    }

    /**
     * Whether a process runs with one of it: a cluster may be older than that. Where that cannot be seen, it has it
     * anyway.
     */
    private static boolean isMapped(Path directory) throws IOException {
        Path processes = Path.of("/proc");
        if (!Files.isDirectory(processes.resolve("self"))) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : all) {
                if (maps(process).contains(directory + "/")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String maps(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("maps")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // It has ended, or is another user's, who has other archives.
            return "";
        }
    }

    private static List<Path> directories(Path parent) throws IOException {
        List<Path> directories = new ArrayList<>();
        for (Path each : files(parent)) {
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                directories.add(each);
            }
        }
        return directories;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
