package dev.runner.member.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * One event as {@code 2026-11-21T10:00:00.123Z INFO registration: registered with http://...}. The time is put together
 * by hand, so that a start need not load a date formatter.
 */
final class LogLine {

    private static final long MILLIS_PER_DAY = 86_400_000L;

    private LogLine() {}

    static String of(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        appendTime(line, event.getTimeStamp());
        line.append(' ').append(event.getLevel()).append(' ').append(event.getLoggerName());
        line.append(": ").append(event.getFormattedMessage()).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
        }
        return line.toString();
    }

    static void appendTime(StringBuilder line, long epochMillis) {
        int millis = (int) Math.floorMod(epochMillis, MILLIS_PER_DAY);
        line.append(LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY)))
                .append('T');
        LocalTime time = LocalTime.ofSecondOfDay(millis / 1000);
        line.append(time);
        if (time.getSecond() == 0) {
            line.append(":00"); // LocalTime leaves out seconds that are zero
        }
        int fraction = millis % 1000;
        line.append('.').append((char) ('0' + fraction / 100));
        line.append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10))
                .append('Z');
    }
}
