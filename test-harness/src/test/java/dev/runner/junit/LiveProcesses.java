package dev.runner.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether processes run. To Java, one that has ended is alive until somebody has collected its exit status. */
final class LiveProcesses {

    private LiveProcesses() {}

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(process -> !hasEnded(process)).isPresent();
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return !process.isAlive(); // its status was collected just now, or this is not Linux
        }
    }
}
