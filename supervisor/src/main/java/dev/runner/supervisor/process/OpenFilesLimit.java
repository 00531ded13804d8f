package dev.runner.supervisor.process;

import com.sun.jna.Platform;

/**
 * The limit of open files that whoever called us had: a JVM raises its own to the hard limit, and its children would
 * inherit that. Programs that close all descriptors there may be, or make tables of that size, then take seconds or
 * gigabytes. The launch script says what it was; only on Linux can it be set for another process.
 */
public final class OpenFilesLimit {
    private static final String PROPERTY = "multihost.open.files";

    private OpenFilesLimit() {}

    /** What it was; negative where that is not known, or it was no limit. */
    public static long ofCaller() {
        String limit = System.getProperty(PROPERTY, "");
        return limit.matches("\\d{1,18}") ? Long.parseLong(limit) : -1;
    }

    /** Gives it to this process, and so to what it starts from now on. */
    public static void giveToThisProcess() {
        giveTo(0);
    }

    /** Gives it to a process of ours, where it is known. */
    public static void giveTo(long pid) {
        long wanted = ofCaller();
        if (wanted > 0 && Platform.isLinux()) {
            LinuxLimits.lower(pid, LinuxLimits.OPEN_FILES, wanted);
        }
    }
}
