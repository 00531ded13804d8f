package dev.runner.supervisor.process;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The limits that the kernel keeps for a process (getrlimit(2)). Linux alone; loaded where they are needed. */
final class LinuxLimits {
    static final int STACK = 3;
    static final int PROCESSES = 6;
    static final int OPEN_FILES = 7;

    /** Two numbers of 64 bits, the soft limit first; all bits set is none. */
    private static final int RLIMIT_BYTES = 16;

    static {
        Native.register(LinuxLimits.class, Platform.C_LIBRARY_NAME);
    }

    private LinuxLimits() {}

    private static native int prlimit(int pid, int resource, byte @Nullable [] wanted, byte[] old);

    /** The soft limit of this process; negative where there is none, or it cannot be told. */
    static long soft(int resource) {
        byte[] limits = new byte[RLIMIT_BYTES];
        return prlimit(0, resource, null, limits) == 0 ? buffer(limits).getLong(0) : -1;
    }

    /**
     * Lowers the soft limit: the hard one stays, and no limit is raised.
     *
     * @param pid of a process of ours; 0 for this one
     */
    static void lower(long pid, int resource, long wanted) {
        byte[] limits = new byte[RLIMIT_BYTES];
        if (prlimit(Math.toIntExact(pid), resource, null, limits) == 0
                && Long.compareUnsigned(wanted, buffer(limits).getLong(0)) < 0) {
            byte[] lower = limits.clone();
            buffer(lower).putLong(0, wanted);
            prlimit(Math.toIntExact(pid), resource, lower, limits);
        }
    }

    private static ByteBuffer buffer(byte[] limits) {
        return ByteBuffer.wrap(limits).order(ByteOrder.nativeOrder());
    }
}
