package dev.runner.supervisor.process;

import com.sun.jna.Platform;
import java.io.File;

/**
 * Keeps descriptors of this process for the supervisor's own work. To see what of a member is alive, to end it and to
 * tell of it, files are opened, and so they are to load a class; a process that has none left can do nothing about the
 * members that it has started. So a member is refused that would take what is kept. Linux alone: elsewhere nothing is.
 */
final class DescriptorReserve {
    /** The pipes of a member, their ends that are held, its log, and what is open only while it starts. */
    private static final int OF_START = 12;

    /** One part in so many of all is kept. */
    private static final int PART = 8;

    private static final int FEWEST = 8;
    private static final int MOST = 128;

    private static final File OPEN = new File("/proc/self/fd");

    private long startsUntilCount;

    /**
     * Why no member can be started now, with the number and the remedy; empty where it can. It is counted seldom while
     * there is plenty. On one thread.
     *
     * @param owed descriptors that what runs will open yet
     */
    String refusal(int owed) {
        if (--startsUntilCount > 0 || !Platform.isLinux() || !OPEN.isDirectory()) {
            return "";
        }
        long limit = LinuxLimits.soft(LinuxLimits.OPEN_FILES);
        if (limit < 0) {
            return "";
        }
        String[] names = OPEN.list();
        // What cannot be listed cannot be opened either.
        long open = names == null ? limit : names.length;
        long starts = starts(limit, open + owed);
        startsUntilCount = starts / 2; // others open files too
        return starts > 0
                ? ""
                : "this process has " + open + " files open of the " + limit
                        + " that it may, and needs the others for its own work (EMFILE): raise the hard limit"
                        + " (ulimit -Hn, LimitNOFILE=), or use fewer members";
    }

    /** How many members can be started when so many descriptors are taken; 0 where none can. */
    static long starts(long limit, long taken) {
        return Math.max(0, (limit - taken - kept(limit)) / OF_START);
    }

    static long kept(long limit) {
        return Math.max(FEWEST, Math.min(MOST, limit / PART));
    }
}
