package dev.runner.loopback;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Locks a file within this process. The table of locks is the system properties, which class loaders with their own
 * copies of this class (two test harnesses in one JVM) share, and whose operations are atomic.
 */
final class InProcessLock {
    private final String key;
    private final String pid = Long.toString(ProcessHandle.current().pid());

    InProcessLock(Path path) {
        this.key = "multihost.lease." + path.toAbsolutePath();
    }

    /**
     * Whether this call took the lock. An entry of another pid was inherited from a parent's properties, and is void.
     */
    boolean take() {
        Properties table = System.getProperties();
        Object holder = table.putIfAbsent(key, pid);
        return holder == null || (!holder.equals(pid) && table.replace(key, holder, pid));
    }

    void release() {
        System.getProperties().remove(key, pid);
    }
}
