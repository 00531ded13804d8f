package dev.runner.supervisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All processes of this machine at one moment. */
interface ProcessTable {
    List<ProcessInfo> scan() throws IOException;

    /** When this process was started, as {@link ProcessInfo#startTime} has it; {@code ?} where there is none. */
    String startTime(long pid);

    /** The table of the system that this runs on. */
    static ProcessTable ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? new LinuxProcessTable(Path.of("/proc"))
                : new PsProcessTable();
    }

    /** The same, for who looks for the cookies of a run that has begun in this process. */
    static ProcessTable forRunsOfThisProcess() {
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? LinuxProcessTable.ofThisProcess(Path.of("/proc"))
                : new PsProcessTable();
    }
}
