package dev.runner.warm;

import dev.runner.cluster.jvm.StartArchive;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Makes start archives: each by a process of its own, beside the old one, and then in its place. */
public final class Warming {
    private static final int PATIENCE_SECONDS = 300;
    private static final String MAKING = "making-";

    private final StartArchives archives;
    private final Path java;
    private final Path membersJar;

    /**
     * Nothing happens yet.
     *
     * @param java the program that runs this process
     * @param membersJar the jar with coordinator and worker
     */
    public Warming(StartArchives archives, Path java, Path membersJar) {
        this.archives = archives;
        this.java = java;
        this.membersJar = membersJar;
    }

    /**
     * Makes all, new ones too. Where another process is just making them, this waits for it, or leaves it at that.
     *
     * @return whether this process has made them
     * @throws IOException with what the training said, where that failed
     */
    public boolean make(boolean wait) throws IOException, InterruptedException {
        Files.createDirectories(archives.directory());
        try (FileChannel file = FileChannel.open(archives.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = wait ? file.lock() : file.tryLock()) {
            if (lock == null) {
                return false;
            }
            makeAlone();
            return true;
        }
    }

    private void makeAlone() throws IOException, InterruptedException {
        removeWhatWasLeft();
        Files.deleteIfExists(archives.failure());
        try {
            // The members first: the manager that is trained then starts such ones.
            make(Training.ofMembers(archives.members(), java, membersJar));
            make(Training.ofRunner(archives.runner()));
        } catch (IOException e) {
            Files.writeString(archives.failure(), e.getMessage() + "\n");
            throw e;
        }
    }

    private void make(Training training) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("multihost-training");
        try {
            StartArchive archive = training.archive();
            Path made = archives.directory().resolve(MAKING + archive.file().getFileName());
            Path log = scratch.resolve("log");
            if (run(training.command(made, Files.createDirectory(scratch.resolve("in"))), log) && Files.exists(made)) {
                archive.publish(made);
            } else {
                throw new IOException(
                        archive.file() + " could not be made; the end of what was said:\n" + LastLines.of(log));
            }
        } finally {
            removeTree(scratch);
        }
    }

    private static boolean run(List<String> command, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MULTIHOST_"));
        environment.putAll(environment(log));
        builder.redirectOutput(log.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process = builder.start();
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a member finds: a key, and a supervisor that wants to be told. */
    private static Map<String, String> environment(Path log) throws IOException {
        byte[] key = new byte[24];
        new SecureRandom().nextBytes(key);
        return Map.of(
                BackgroundWarming.SWITCH,
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
    private void removeWhatWasLeft() throws IOException {
        try (Stream<Path> files = Files.list(archives.directory())) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(MAKING)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void removeTree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
