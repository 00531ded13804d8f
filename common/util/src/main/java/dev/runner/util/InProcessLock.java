package dev.runner.util;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Locks a file within this process, beside a kernel's lock: Java's file locks do not exclude each other within one JVM,
 * and closing <em>any</em> channel of a file releases its lock. So this lock is taken first, and a file that is locked
 * is never opened again.
 *
 * <p>The table of locks is the system properties, which class loaders with their own copies of this class (two test
 * harnesses in one JVM) share, and whose operations are atomic.
 */
public final class InProcessLock {
    private final String key;
    private final String pid = Long.toString(ProcessHandle.current().pid());

    /** @param path need not exist; one file must always have the same absolute path */
    public InProcessLock(Path path) {
        this.key = "multihost.lease." + path.toAbsolutePath();
    }

    /**
     * Whether this call took the lock. An entry of another pid was inherited from a parent's properties, and is void.
     */
    public boolean take() {
        Properties table = System.getProperties();
        Object holder = table.putIfAbsent(key, pid);
        return holder == null || (!holder.equals(pid) && table.replace(key, holder, pid));
    }

    public void release() {
        System.getProperties().remove(key, pid);
    }
}
