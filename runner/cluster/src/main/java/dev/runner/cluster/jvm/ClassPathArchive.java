package dev.runner.cluster.jvm;

import dev.runner.util.FileOwner;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The start archive of a program of somebody else's: of its class path, for one JDK. A JVM that finds none notes which
 * classes it loads, from which a process of its own makes one while the program goes on: it is not held up, not even
 * when it ends, and may be killed at any time. Whatever becomes of it, the next JVM starts with it or without.
 *
 * @param program the {@code java} of the members, the options that the archive depends on, and the class path
 * @param directory of this archive alone
 * @param mayMake whether it is made where there is none
 */
public record ClassPathArchive(List<String> program, ArchiveDirectory directory, boolean mayMake) {
    private static final String LIST = "classes";

    public ClassPathArchive {
        program = List.copyOf(program);
    }

    /** The same on all JDKs: an AOT cache, which has to be recorded by the program itself, was no quicker. */
    public StartArchive archive() {
        return new StartArchive(directory.path().resolve("members.jsa"), false);
    }

    /**
     * A command of a member, with the options to use the archive, or to note what is needed to make it.
     *
     * @param notes a file of this start
     */
    public List<String> with(List<String> command, Path notes) throws IOException {
        Files.deleteIfExists(notes);
        List<String> quicker = new ArrayList<>(command);
        if (archive().isUsable()) {
            archive().used();
            quicker.addAll(1, archive().optionsToUse());
        } else if (mayMake && !directory.hasFailed()) {
            quicker.add(1, "-XX:DumpLoadedClassList=" + notes);
        }
        return quicker;
    }

    /** What becomes of a start now, for people. */
    public String describe() {
        if (archive().isUsable()) {
            return archive().file().toString();
        } else if (directory.hasFailed()) {
            return "none: it could not be made; " + directory.failure()
                    + " says why, and without it, it is tried again";
        }
        return mayMake ? "made when the cluster is ready, as " + archive().file() : "none, and none is made";
    }

    /**
     * Begins to make it, by a process at the lowest priority that outlives this one.
     *
     * @param notes of starts without it
     */
    public void begin(Collection<Path> notes) throws IOException {
        Files.createDirectories(directory.path());
        Path fresh = Files.createTempFile(directory.path(), LIST + "-", "");
        Files.writeString(fresh, ClassListMerger.merge(notes));
        Files.move(fresh, directory.path().resolve(LIST), StandardCopyOption.ATOMIC_MOVE);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                ownClasses(),
                ClassPathArchiveMain.class.getName(),
                directory.path().toString()));
        command.addAll(program);
        BackgroundProcess.start(command);
    }

    /**
     * Looks whether a process was started with it and has refused it: then the next start notes its classes again, and
     * one that has been made anew in vain is given up.
     */
    public void look(long pid) throws IOException {
        StartArchive archive = archive();
        if (mayMake && archive.isUsable() && archive.isRefusedBy(pid) && !directory.withdraw(archive)) {
            directory.giveUp(archive, "the JVM refuses it; the member's command with -Xlog:cds,aot tells why");
        }
    }

    /** Makes it now, unless it is there, or another process is just making it. */
    void make() throws IOException, InterruptedException {
        if (!archive().isUsable()) {
            Path list = directory.path().resolve(LIST);
            directory.make(false, List.of(new ClassListArchiveBuild(program, archive(), list)));
        }
    }

    /** What that process needs: the one jar of a release, or the classes of each module in a build. */
    private static String ownClasses() throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> each : List.of(ClassPathArchive.class, FileOwner.class)) {
            places.add(placeOf(each));
        }
        return String.join(File.pathSeparator, places);
    }

    private static String placeOf(Class<?> each) throws IOException {
        var source = each.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("nobody knows where these classes came from");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IOException("these classes came from an odd place: " + source.getLocation(), e);
        }
    }
}
