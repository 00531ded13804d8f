package dev.runner.supervisor.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A control group (version 2) that holds the processes of one run of a cluster, with one below it for each start of a
 * member, where this user may make them. Nothing that a process does, short of being moved by root, takes it out of its
 * group, so {@code cgroup.kill} (Linux 5.14) also reaches what has left session, environment and parents behind.
 */
final class Cgroup {
    private static final String KILL = "cgroup.kill";

    private final Path directory;
    private final File path;

    /** The name of the group of one run of a cluster. */
    static String nameOf(String runId) {
        return "multihost-" + runId;
    }

    /** A group that is there. */
    Cgroup(Path directory) {
        this.directory = directory;
        this.path = directory.toFile();
    }

    /** The group of this name below the one that this JVM is in; empty where it is not ours to write. */
    static Optional<Cgroup> create(String name) {
        return parent().map(parent -> new Cgroup(parent.resolve(name))).filter(Cgroup::make);
    }

    /**
     * The group of this name that an earlier run made, where it is still there.
     *
     * @param noted where it was made, or nothing; it is looked for below the one that this JVM is in too
     */
    static Optional<Cgroup> existing(String name, String noted) {
        return Stream.concat(
                        Stream.of(noted)
                                .filter(path -> path.endsWith("/" + name))
                                .map(Path::of),
                        parent().map(parent -> parent.resolve(name)).stream())
                .filter(Files::isDirectory)
                .filter(group -> Files.exists(group.resolve("cgroup.procs")))
                .map(Cgroup::new)
                .findFirst();
    }

    private static Optional<Path> parent() {
        try {
            return ownDirectory(
                            Files.readAllLines(Path.of("/proc/self/mounts")),
                            Files.readAllLines(Path.of("/proc/self/cgroup")))
                    .filter(Files::isWritable);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where this process's group of version 2 lies in the file system; not outside of its namespace ({@code ..}). */
    static Optional<Path> ownDirectory(List<String> mounts, List<String> cgroups) {
        Optional<String> mount = mounts.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals("cgroup2"))
                .map(fields -> fields[1])
                .findFirst();
        Optional<String> own = cgroups.stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .filter(path -> !path.startsWith(".."))
                .findFirst();
        return mount.flatMap(at -> own.map(path -> Path.of(at, path)));
    }

    Optional<Cgroup> child(String name) {
        return Optional.of(new Cgroup(directory.resolve(name))).filter(Cgroup::make);
    }

    Path directory() {
        return directory;
    }

    /** Whether the process could be moved in; what it starts from then on is in the group too. */
    boolean add(long pid) {
        return write("cgroup.procs", Long.toString(pid));
    }

    /** As {@link #add}; a group that stays empty is removed. */
    boolean addOrRemove(long pid) {
        boolean added = add(pid);
        if (!added) {
            remove();
        }
        return added;
    }

    void kill() {
        write(KILL, "1");
    }

    /** So is one, as far as anybody knows, that is there and cannot be looked into, for want of a descriptor. */
    boolean isPopulated() {
        File events = new File(path, "cgroup.events");
        try (FileInputStream in = new FileInputStream(events)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).contains("populated 1");
        } catch (IOException e) {
            return events.canRead();
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // A process that is just ending keeps it busy; an empty group that is left costs nothing.
            directory.toFile().deleteOnExit();
        }
    }

    /** With the groups of its members. */
    void removeAll() {
        try (Stream<Path> members = Files.list(directory)) {
            members.filter(Files::isDirectory).forEach(member -> new Cgroup(member).remove());
        } catch (IOException e) {
            // It has just been removed by somebody else, perhaps a guardian that still sweeps.
            return;
        }
        remove();
    }

    /** The processes in it, without those in groups that they have made in it. */
    Set<Long> ownPids() {
        Set<Long> pids = new HashSet<>();
        try (FileInputStream in = new FileInputStream(new File(path, "cgroup.procs"))) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(pid -> pids.add(Long.valueOf(pid)));
        } catch (IOException e) {
            // It has been removed, so that nothing was in it.
            return pids;
        }
        return pids;
    }

    /** The processes in it and in the groups of its members. */
    Set<Long> pids() throws IOException {
        Set<Long> pids = new HashSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> f.endsWith("cgroup.procs")).toList()) {
                Files.readAllLines(file).forEach(pid -> pids.add(Long.valueOf(pid)));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Somebody else has removed it meanwhile, which only works where nothing is in it.
            return pids;
        }
        return pids;
    }

    private boolean make() {
        if (!path.mkdir()) {
            return false;
        }
        if (new File(path, KILL).canWrite()) {
            return true;
        }
        remove();
        return false;
    }

    private boolean write(String file, String text) {
        // Plain streams: each start writes here, and a channel takes longer to open than the kernel to answer.
        try (FileOutputStream out = new FileOutputStream(new File(path, file))) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
