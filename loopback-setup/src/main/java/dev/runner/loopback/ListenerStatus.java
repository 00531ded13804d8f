package dev.runner.loopback;

/** Whether one of some processes listens; {@link #UNKNOWN} on macOS and where this user may not look. */
public enum ListenerStatus {
    YES,
    NO,
    UNKNOWN
}
