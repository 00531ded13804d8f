package dev.runner.loopback;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Which part of this process has a lock file. The table is the system properties, the only one that two class loaders
 * with a copy of this class each (two test harnesses in one JVM) share; its operations are atomic.
 */
final class InProcessLock {
    private final String key;
    private final String pid = Long.toString(ProcessHandle.current().pid());

    InProcessLock(Path path) {
        this.key = "multihost.lease." + path.toAbsolutePath();
    }

    /** False when it is taken. A claim of another pid was inherited with the properties of a parent, and is void. */
    boolean take() {
        Properties table = System.getProperties();
        Object holder = table.putIfAbsent(key, pid);
        return holder == null || (!holder.equals(pid) && table.replace(key, holder, pid));
    }

    void release() {
        System.getProperties().remove(key, pid);
    }
}
