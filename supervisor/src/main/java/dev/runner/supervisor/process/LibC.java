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

    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = MAC ? 0x4 : 0x800;
    private static final int O_CLOEXEC = MAC ? 0x1000000 : 0x80000;
    private static final int SIGINT = 2;

    private LibC() {}

    private static native int kill(int pid, int signal);

    private static native int waitid(int idType, int id, byte[] siginfo, int options);

    private static native int open(String path, int flags);

    private static native NativeLong write(int fd, byte[] bytes, NativeLong count);

    private static native int close(int fd);

    private static native int mkfifo(String path, int mode);

    private static native Pointer signal(int signal, Pointer handler);

    private static native void _exit(int status);

    /** Loads the native library now, on the caller's thread, instead of at the first use. */
    static void load() {
        kill(0, 0);
    }

    static void signalProcess(long pid, int signal) {
        kill(Math.toIntExact(pid), signal);
    }

    static void signalGroup(long group, int signal) {
        kill(-Math.toIntExact(group), signal);
    }

    /** The status of a child that has ended, left in place for whoever reaps it; unknown where it is not there. */
    static ExitStatus peekExit(long pid) {
        byte[] siginfo = new byte[SIGINFO_SIZE];
        int result = waitid(P_PID, Math.toIntExact(pid), siginfo, WEXITED | WNOHANG | WNOWAIT);
        ByteBuffer info = ByteBuffer.wrap(siginfo).order(ByteOrder.nativeOrder());
        if (result != 0 || info.getInt(SI_PID) != pid) {
            return ExitStatus.unknown();
        }
        int status = info.getInt(SI_STATUS);
        return info.getInt(SI_CODE) == CLD_EXITED ? ExitStatus.code(status) : ExitStatus.signal(status);
    }

    /** Opens for writing without ever blocking; -1 where that fails. */
    static int openForWriting(String path) {
        return open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }

    /** Writes all of the bytes or none of them (at most PIPE_BUF, 512 on every system); false where there is no room. */
    static boolean writeWhole(int fd, byte[] bytes) {
        return write(fd, bytes, new NativeLong(bytes.length)).longValue() == bytes.length;
    }

    static void closeFd(int fd) {
        close(fd);
    }

    static void makeFifo(Path path) throws IOException {
        int ownerReadsAndWrites = 6 << 6;
        if (mkfifo(path.toString(), ownerReadsAndWrites) != 0) {
            throw new IOException("could not make the pipe " + path + " (error " + Native.getLastError() + ")");
        }
    }

    /**
     * Makes SIGINT deliverable again where this process was started with it ignored, as a shell does for {@code cmd &} in
     * a script. Must come before a handler is installed: the JVM leaves ignored signals alone.
     */
    public static void acceptInterrupts() {
        signal(SIGINT, Pointer.NULL);
    }

    /** Ends this process at once, without the JVM's own 300 ms of waiting for threads in native calls. */
    public static void exitNow(int status) {
        _exit(status);
    }
}
