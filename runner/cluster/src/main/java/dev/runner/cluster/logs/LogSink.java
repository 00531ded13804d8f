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

    /**
     * Whole lines, one or many: what nearly all output is. Who can take them at once saves half of what a line costs.
     *
     * @param bytes holds them from {@code start} to {@code end}, each with its line feed
     */
    default void lines(String member, byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int feed = LineFeedScanner.indexIn(bytes, at, end);
            line(member, bytes, at, feed - at, true);
            at = feed + 1;
        }
    }

    /** Files of this log were rotated away before they were read; how much they held cannot be known any more. */
    void skipped(String member);

    /** Nothing more can be read just now: what was gathered should be passed on. */
    default void flush() {}
}
