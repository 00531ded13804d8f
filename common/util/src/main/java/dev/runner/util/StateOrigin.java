package dev.runner.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Where a directory with state was written: the pids in it mean nothing on another machine, after a boot or in another
 * container, and what lies in another directory is a copy, whose processes are the original's.
 *
 * @param machine the boot and the pid namespace; empty where the system does not tell
 * @param directory the device and the file number of the directory, which a move keeps and a copy does not; empty where
 *     the system does not tell
 */
public record StateOrigin(String machine, String directory) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

    /**
     * Of state that this process writes there now. Neither part has a space.
     *
     * @param directory must exist
     */
    public static StateOrigin of(Path directory) throws IOException {
        return new StateOrigin(Machine.NAME, directoryOf(directory));
    }

    private static String directoryOf(Path directory) throws IOException {
        Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        return Objects.toString(key, "").replace(" ", "");
    }

    /** Whether both are in the same directory; one that does not tell is taken for any. */
    public boolean isSameDirectory(StateOrigin other) {
        return directory.isEmpty() || other.directory.isEmpty() || directory.equals(other.directory);
    }

    /** Whether a pid of one is the same process in the other; one that does not tell is taken for any. */
    public boolean isSameMachine(StateOrigin other) {
        return machine.isEmpty() || other.machine.isEmpty() || machine.equals(other.machine);
    }

    /** It stays as it is for the life of this process. */
    private static final class Machine {
        private static final String NAME = read();

        private static String read() {
            try {
                String boot = Files.readString(BOOT).strip();
                return (boot + "/" + Files.readSymbolicLink(NAMESPACE)).replace(" ", "");
            } catch (IOException e) {
                return ""; // not Linux, which has pid namespaces
            }
        }
    }
}
