package dev.runner.cluster.jvm;

import dev.runner.util.FileOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the classes of a program as the JVM has them in memory, so that a start need not read and check them: a
 * CDS archive, from JDK 25 on an AOT cache.
 *
 * <p>The JVM refuses one that was made by another JVM or for another class path, and then does without. It notices
 * neither a truncated one (JDK 17 crashes) nor, for less than 60 ms, changed bytes. So a mark is written after it, and
 * it is only used while it is not newer than its mark.
 *
 * @param file where it is or would be
 * @param cache whether it is an AOT cache
 */
public record StartArchive(Path file, boolean cache) {
    /** One that never exists. */
    public static final StartArchive NONE = new StartArchive(Path.of("/dev/null/archive"), false);

    /** For the option that follows: the archive stays where it was made for, so that its pages are shared. */
    private static final String UNLOCK = "-XX:+UnlockDiagnosticVMOptions";

    /** From this version of Java on the AOT cache is made in one step, and is better than what was before. */
    private static final int FIRST_WITH_CACHE = 25;

    /**
     * The archive of a program.
     *
     * @param directory of one installation and one JDK
     * @param program {@code runner} or {@code members}
     * @param java the version of Java, 17 for example
     */
    public static StartArchive of(Path directory, String program, int java) {
        boolean cache = java >= FIRST_WITH_CACHE;
        return new StartArchive(directory.resolve(program + (cache ? ".aot" : ".jsa")), cache);
    }

    /** Whether it is there, as it was made, and not another user's. */
    public boolean isUsable() {
        if (FileOwner.refusal(file).isPresent()) {
            return false; // the JVM believes what is in it
        }
        try {
            return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(mark())) <= 0;
        } catch (IOException e) {
            // Most often it is not there. Whatever the reason, a start without it is only slower.
            return false;
        }
    }

    /** Options of the JVM to start with it. A JVM that refuses it is to say nothing about that. */
    public List<String> optionsToUse() {
        List<String> options = new ArrayList<>();
        options.add((cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
        options.addAll(List.of(UNLOCK, "-XX:ArchiveRelocationMode=0", "-Xlog:cds*=off"));
        if (cache) {
            options.add("-Xlog:aot*=off");
        }
        if (cache && Runtime.version().feature() == FIRST_WITH_CACHE) {
            // Looks for profiles, of which there are none, with a thread and a tenth of a start's processor time.
            // It is no official option: a later version need not know it, and would not start.
            options.add("-XX:-AOTReplayTraining");
        }
        return options;
    }

    /**
     * Options of the JVM to make one when it ends. A cache is made without profiles: by these the next JVM compiles
     * while it starts, which takes longer than it saves.
     *
     * @param made a file in the same directory, for {@link #publish}
     */
    public List<String> optionsToMake(Path made) {
        return cache
                ? List.of(UNLOCK, "-XX:-AOTRecordTraining", "-XX:AOTCacheOutput=" + made)
                : List.of("-XX:ArchiveClassesAtExit=" + made);
    }

    /** Replaces it, in one step, by one that is complete. Who has it open keeps the old one. */
    public void publish(Path made) throws IOException {
        Files.deleteIfExists(mark());
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(mark());
    }

    /** Notes, to the day, that it is in use, so that {@link StartArchiveCleaner} leaves it where it is. */
    public void used() {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(mark()).toInstant().isBefore(now.minus(1, ChronoUnit.DAYS))) {
                Files.setLastModifiedTime(mark(), FileTime.from(now));
            }
        } catch (IOException e) {
            // It is somebody else's, who may only look at it; or it is being replaced.
            return;
        }
    }

    /**
     * Whether a process was told to start with it and is a JVM that has not done so. That costs a start: such a JVM has
     * not even the archive of the JDK's own classes. Only Linux tells.
     */
    public boolean isRefusedBy(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        try {
            if (!text(process.resolve("cmdline")).contains("=" + file + "\0") || !isOlderThan(pid)) {
                return false;
            }
            String mapped = text(process.resolve("maps"));
            return mapped.contains("/libjvm.so")
                    && !mapped.contains(file.toRealPath().toString());
        } catch (IOException e) {
            // It has ended, or is none of ours, or this is no Linux: nothing is known of it.
            return false;
        }
    }

    /** Otherwise it may be another one, in the place of the one that the process was to start with. */
    private boolean isOlderThan(long pid) throws IOException {
        Instant made = Files.getLastModifiedTime(file).toInstant();
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(made::isBefore)
                .isPresent();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Takes it out of use. */
    void withdraw() throws IOException {
        Files.deleteIfExists(mark());
    }

    private Path mark() {
        return file.resolveSibling(file.getFileName() + ".ok");
    }
}
