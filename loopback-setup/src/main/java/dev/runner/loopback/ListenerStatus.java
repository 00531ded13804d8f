package dev.runner.loopback;

/** Whether one of the given processes, or a user, listens; {@link #UNKNOWN} on macOS and without permission to look. */
public enum ListenerStatus {
    YES,
    NO,
    UNKNOWN
}
