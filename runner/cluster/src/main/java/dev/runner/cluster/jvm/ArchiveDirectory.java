package dev.runner.cluster.jvm;

import dev.runner.util.DirectoryDeleter;
import dev.runner.util.FileFailure;
import dev.runner.util.FileOwner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The start archives of one content for one JDK, and how they are made: each by a process of its own, beside the old
 * one, and then in its place.
 *
 * @param path need not exist
 */
public record ArchiveDirectory(Path path) {
    private static final int PATIENCE_SECONDS = 300;

    private static final Duration BETWEEN_REFUSALS = Duration.ofDays(7);
    private static final String MAKING = "making-";

    /** Whether they could not be made the last time: nobody but the user tries that again. */
    public boolean hasFailed() {
        return Files.exists(failure());
    }

    /** There when the last attempt failed, with what was said. */
    Path failure() {
        return path.resolve("failed.log");
    }

    /**
     * Takes an archive out of use that a JVM has refused although it was made for it, so that it is made anew. That is
     * tried once a week: what it was refused for may stay as it is.
     *
     * @return whether it has been tried less often
     */
    public boolean withdraw(StartArchive archive) throws IOException {
        Path note = path.resolve("refused.log");
        Instant lately = Instant.now().minus(BETWEEN_REFUSALS);
        if (Files.exists(note) && Files.getLastModifiedTime(note).toInstant().isAfter(lately)) {
            return false;
        }
        Files.writeString(note, "a JVM did not start with " + archive.file() + "; -Xlog:cds,aot tells why\n");
        archive.withdraw();
        return true;
    }

    /** Takes an archive out of use for good. */
    void giveUp(StartArchive archive, String why) throws IOException {
        Files.writeString(failure(), why + "\n");
        archive.withdraw();
    }

    /**
     * Makes all, new ones too. Where another process is just making them, this waits for it, or leaves it at that.
     *
     * @param builds in this directory, one after the other: one may use the archives of those before
     * @return whether this process has made them
     * @throws IOException with what the training said, where that failed; with the remedy where this user may not
     *     write there
     */
    public boolean make(boolean wait, List<? extends StartArchiveBuild> builds)
            throws IOException, InterruptedException {
        try {
            return makeWhereAllowed(wait, builds);
        } catch (AccessDeniedException e) {
            throw new IOException(refusal(e), e);
        }
    }

    /** For people: of whom what may not be written is, and what to do. */
    static String refusal(AccessDeniedException e) {
        Path file = Path.of(e.getFile());
        Path there = file;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return "the start archives cannot be made: " + file + ": permission denied; "
                + (FileOwner.isOfAnother(there)
                        ? there + " belongs to " + FileOwner.describe(there) + ", who can call `runner warm`: you use"
                                + " what that makes, too"
                        : "make it a directory where you may write, or set MULTIHOST_CACHE_HOME to one");
    }

    private boolean makeWhereAllowed(boolean wait, List<? extends StartArchiveBuild> builds)
            throws IOException, InterruptedException {
        Files.createDirectories(path);
        Optional<String> refusal = FileOwner.refusal(path);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        try (FileChannel file =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = wait ? file.lock() : file.tryLock()) {
            if (lock == null) {
                return false;
            }
            makeUnderLock(builds);
            if (!builds.isEmpty()) {
                new StartArchiveCleaner(builds.get(0).archive()).removeUnused();
            }
            return true;
        }
    }

    private void makeUnderLock(List<? extends StartArchiveBuild> builds) throws IOException, InterruptedException {
        deleteStaleFiles();
        Files.deleteIfExists(failure());
        try {
            for (StartArchiveBuild making : builds) {
                make(making);
            }
        } catch (IOException e) {
            Files.writeString(failure(), FileFailure.reason(e) + "\n");
            throw e;
        }
    }

    private void make(StartArchiveBuild making) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("multihost-training");
        try {
            StartArchive archive = making.archive();
            Path made = path.resolve(MAKING + archive.file().getFileName());
            Path log = scratch.resolve("log");
            if (run(making.command(made, Files.createDirectory(scratch.resolve("in"))), log) && Files.exists(made)) {
                archive.publish(made);
            } else {
                throw new IOException(
                        archive.file() + " could not be made; the end of what was said:\n" + LastLogLines.of(log));
            }
        } finally {
            DirectoryDeleter.delete(scratch);
        }
    }

    private static boolean run(List<String> command, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        inherit(builder.environment());
        builder.environment().putAll(environment(log));
        builder.redirectOutput(log.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process = builder.start();
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Not what is meant for other JVMs: with an agent (a debugger's, a profiler's) none makes an archive. */
    static void inherit(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("MULTIHOST_"));
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    }

    /** What a member finds: a key, and a supervisor that wants to be told. */
    private static Map<String, String> environment(Path log) throws IOException {
        byte[] key = new byte[24];
        new SecureRandom().nextBytes(key);
        return Map.of(
                StartArchiveMode.VARIABLE,
                "use",
                "MULTIHOST_API_KEY",
                HexFormat.of().formatHex(key),
                "MULTIHOST_STATE_HOME",
                log.resolveSibling("state").toString(),
                "MULTIHOST_NOTICES",
                Files.createFile(log.resolveSibling("notices")).toString(),
                "MULTIHOST_COOKIE",
                "training/worker-0/1");
    }

    /** Of a process that was killed while it made one. */
    private void deleteStaleFiles() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(MAKING)) {
                    Files.delete(file);
                }
            }
        }
    }
}
