package dev.runner.loopback;

/** Whether one of the given processes listens; {@link #UNKNOWN} on macOS and without the permission to look. */
public enum ListenerStatus {
    YES,
    NO,
    UNKNOWN
}
