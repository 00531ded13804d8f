package dev.runner.loopback;

import java.util.Locale;

/** The operating system, for loopback addresses: Linux has all of 127.0.0.0/8, macOS only aliased ones. */
public enum HostOs {
    LINUX,
    MACOS,
    OTHER;

    public static HostOs current() {
        return of(System.getProperty("os.name", ""));
    }

    /** Parses a value of the system property {@code os.name}. */
    public static HostOs of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return LINUX;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? MACOS : OTHER;
    }
}
