package dev.runner.supervisor.process;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import dev.runner.supervisor.ExitStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The few system calls that Java has no method for, by JNA's direct mapping. */
public final class LibC {
    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private static final boolean MAC = Platform.isMac();

    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOHANG = 1;
    private static final int WNOWAIT = MAC ? 0x20 : 0x01000000;
    private static final int CLD_EXITED = 1;
    /** siginfo_t is 128 bytes on Linux and 104 on macOS; si_pid and si_status lie where the headers put them. */
    private static final int SIGINFO_SIZE = 128;

    private static final int SI_CODE = 8;
    private static final int SI_PID = MAC ? 12 : 16;
    private static final int SI_STATUS = MAC ? 20 : 24;

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = MAC ? 0x4 : 0x800;
    private static final int O_APPEND = MAC ? 0x8 : 0x400;
    private static final int O_CLOEXEC = MAC ? 0x1000000 : 0x80000;
    private static final int SIGINT = 2;
    private static final long SIG_IGN = 1;
    /** struct sigaction is 152 bytes with glibc, less elsewhere, and begins with the handler on Linux and macOS. */
    private static final int SIGACTION_SIZE = 256;
    /** sigset_t is 128 bytes with glibc and musl; all zero is the empty set. */
    private static final int SIGSET_SIZE = 128;

    private static final int LINUX_SIG_SETMASK = 2;

    /** Linux alone (fcntl.h). */
    private static final int F_SETPIPE_SZ = 1031;

    /** struct pollfd and its bits are the same on Linux and macOS (poll.h). */
    private static final int POLLFD_SIZE = 8;

    private static final int POLL_EVENTS = 4;
    private static final int POLL_REVENTS = 6;
    private static final short POLLOUT = 4;
    private static final short POLLERR_HUP_NVAL = 8 | 16 | 32;

    private LibC() {}

    private static native int kill(int pid, int signal);

    private static native int waitid(int idType, int id, byte[] siginfo, int options);

    private static native int open(String path, int flags);

    private static native NativeLong write(int fd, byte[] bytes, NativeLong count);

    private static native int read(int fd, ByteBuffer buffer, int count);

    private static native int fcntl(int fd, int command, int argument);

    private static native int close(int fd);

    private static native int dup2(int fd, int number);

    private static native int mkfifo(String path, int mode);

    private static native Pointer signal(int signal, Pointer handler);

    private static native int sigaction(int signal, byte @Nullable [] action, byte @Nullable [] old);

    private static native int pthread_sigmask(int how, byte[] set, byte @Nullable [] old);

    private static native int getpgrp();

    private static native int getpgid(int pid);

    private static native int tcgetpgrp(int fd);

    private static native int poll(byte[] pollfds, NativeLong count, int timeoutMillis);

    private static native void _exit(int status);

    /** Loads the native library now, on the caller's thread, instead of at the first use. */
    public static void load() {
        kill(0, 0);
    }

    /**
     * Sends it to one process, where that is there and ours. No number below 1 is sent anything: to the system 0 means
     * the caller's own group, with whatever shell or build has started it, and -1 all processes there are.
     */
    public static void signalProcess(long pid, int signal) {
        if (pid > 0) {
            kill(Math.toIntExact(pid), signal);
        }
    }

    /** Sends it to all of a group; to none where the number is not one of a group, as above. */
    static void signalGroup(long group, int signal) {
        if (group > 1) {
            kill(-Math.toIntExact(group), signal);
        }
    }

    /** The process group of a process; -1 where it is not there. */
    static long groupOf(long pid) {
        return getpgid(Math.toIntExact(pid));
    }

    /** The status of a child that has ended, left in place for whoever reaps it; unknown where it is not there. */
    static ExitStatus peekExit(long pid) {
        ByteBuffer info = exitOf(pid);
        if (info == null || info.getInt(SI_PID) != pid) {
            return ExitStatus.unknown();
        }
        int status = info.getInt(SI_STATUS);
        return info.getInt(SI_CODE) == CLD_EXITED ? ExitStatus.code(status) : ExitStatus.signal(status);
    }

    /** Whether it is a child of this process that has not ended. */
    static boolean isRunningChild(long pid) {
        ByteBuffer info = exitOf(pid);
        return info != null && info.getInt(SI_PID) == 0;
    }

    /** Whether it is a child of this process that has ended, and was not waited for. */
    static boolean hasEnded(long pid) {
        ByteBuffer info = exitOf(pid);
        return info != null && info.getInt(SI_PID) == pid;
    }

    /** Collects a child that has ended; nothing happens where it has not, or somebody else was first. */
    static void reap(long pid) {
        waitid(P_PID, Math.toIntExact(pid), new byte[SIGINFO_SIZE], WEXITED | WNOHANG);
    }

    /** What the system says of a child's end, all zero while it runs; null where it is no child, or reaped. */
    private static @Nullable ByteBuffer exitOf(long pid) {
        byte[] siginfo = new byte[SIGINFO_SIZE];
        int result = waitid(P_PID, Math.toIntExact(pid), siginfo, WEXITED | WNOHANG | WNOWAIT);
        return result == 0 ? ByteBuffer.wrap(siginfo).order(ByteOrder.nativeOrder()) : null;
    }

    /** Opens for writing without ever blocking; -1 where that fails. */
    static int openForWriting(String path) {
        return open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }

    /**
     * Appends to a file what is written to these descriptors from now on. What they were before is closed.
     *
     * @param file must exist
     */
    public static void redirect(Path file, int... descriptors) throws IOException {
        int opened = open(file.toString(), O_WRONLY | O_APPEND | O_CLOEXEC);
        if (opened < 0) {
            throw new IOException("could not open " + file + " (error " + Native.getLastError() + ")");
        }
        for (int descriptor : descriptors) {
            dup2(opened, descriptor);
        }
        close(opened);
    }

    /**
     * Writes all of the bytes or none of them (at most PIPE_BUF, 512 on every system); false where there is no room.
     */
    public static boolean writeWhole(int fd, byte[] bytes) {
        return write(fd, bytes, new NativeLong(bytes.length)).longValue() == bytes.length;
    }

    /** Opens for reading without ever blocking; -1 where that fails. */
    static int openForReading(String path) {
        return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }

    /**
     * Reads what is there, from the beginning of a direct buffer, without touching its position and limit.
     *
     * @return how many bytes; 0 at the end, -1 where there is nothing
     */
    static int read(int fd, ByteBuffer buffer) {
        return read(fd, buffer, buffer.capacity());
    }

    /** Whether the pipe can hold so many bytes now; Linux alone. */
    static boolean enlargePipe(int fd, int bytes) {
        return fcntl(fd, F_SETPIPE_SZ, bytes) >= bytes;
    }

    public static void closeFd(int fd) {
        close(fd);
    }

    static void makeFifo(Path path) throws IOException {
        int ownerReadsAndWrites = 6 << 6;
        if (mkfifo(path.toString(), ownerReadsAndWrites) != 0) {
            throw new IOException("could not make the pipe " + path + " (error " + Native.getLastError() + ")");
        }
    }

    /**
     * Makes SIGINT deliverable again where this process was started with it ignored, as a shell does for {@code cmd &}
     * in a script. Must come before a handler is installed: the JVM leaves ignored signals alone.
     */
    public static void acceptInterrupts() {
        signal(SIGINT, Pointer.NULL);
    }

    /** Whether this process ignores the signal, and with it every program that it starts. */
    static boolean isIgnored(int signal) {
        byte[] action = new byte[SIGACTION_SIZE];
        sigaction(signal, null, action);
        return ByteBuffer.wrap(action).order(ByteOrder.nativeOrder()).getLong(0) == SIG_IGN;
    }

    /**
     * Gets something with no signal blocked in this thread. The JVM blocks SIGQUIT in all of its threads but one, and
     * what a thread blocks, the programs that it starts do too. Elsewhere than on Linux nothing is changed.
     */
    static <T> T withoutBlockedSignals(Supplier<T> what) {
        byte[] blocked = new byte[SIGSET_SIZE];
        if (MAC || pthread_sigmask(LINUX_SIG_SETMASK, new byte[SIGSET_SIZE], blocked) != 0) {
            return what.get();
        }
        try {
            return what.get();
        } finally {
            pthread_sigmask(LINUX_SIG_SETMASK, blocked, null);
        }
    }

    /**
     * From now on the signal ends this process at once, as it does a program that does not handle it.
     *
     * @return what it did before, for {@link #handleAgain}
     */
    public static byte[] endBy(int signal) {
        byte[] before = new byte[SIGACTION_SIZE];
        sigaction(signal, new byte[SIGACTION_SIZE], before); // all zero is the default action
        return before;
    }

    /** Undoes {@link #endBy}. */
    public static void handleAgain(int signal, byte[] before) {
        sigaction(signal, before, null);
    }

    static void ignore(int signal) {
        signal(signal, Pointer.createConstant(SIG_IGN));
    }

    /** Runs something that changes how this process handles a signal, and then handles it as before. */
    static void keepHandling(int signal, Runnable what) {
        byte[] action = new byte[SIGACTION_SIZE];
        boolean known = sigaction(signal, null, action) == 0;
        what.run();
        if (known) {
            sigaction(signal, action, null);
        }
    }

    /** Whether this process is in the foreground of a terminal, whose Ctrl-C reaches its children by itself. */
    public static boolean isInForeground() {
        int group = getpgrp();
        return tcgetpgrp(0) == group || tcgetpgrp(1) == group || tcgetpgrp(2) == group;
    }

    /**
     * Whether nobody can read any more what would be written: the other end of a pipe or a terminal has been closed.
     */
    public static boolean isReaderClosed(int fd) {
        ByteBuffer pollfd = ByteBuffer.allocate(POLLFD_SIZE).order(ByteOrder.nativeOrder());
        pollfd.putInt(0, fd).putShort(POLL_EVENTS, POLLOUT);
        poll(pollfd.array(), new NativeLong(1), 0);
        return (pollfd.getShort(POLL_REVENTS) & POLLERR_HUP_NVAL) != 0;
    }

    /** Ends this process at once, without the JVM's own 300 ms of waiting for threads in native calls. */
    public static void exitNow(int status) {
        _exit(status);
    }
}
