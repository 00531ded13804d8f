package dev.runner.cluster.logs;

/** Takes the lines of logs. The bytes are only valid during the call, and of no particular charset. */
public interface LogSink {
    /**
     * A line, or a piece of one that is very long.
     *
     * @param bytes holds the line without its line feed, from {@code offset}, {@code length} bytes long
     * @param whole false when the line goes on with the next call for this member
     */
    void line(String member, byte[] bytes, int offset, int length, boolean whole);

    /** Files of this log were rotated away before they were read; how much they held cannot be known any more. */
    void skipped(String member);

    /** Nothing more can be read just now: what was gathered should be passed on. */
    default void flush() {}
}
