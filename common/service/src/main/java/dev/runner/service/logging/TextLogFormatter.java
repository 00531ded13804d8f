package dev.runner.service.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Formats events as {@code 2026-11-21T10:00:00.123Z INFO slots: moved group=g1 pipeline=p#0 epoch=3}. Formats the time
 * itself, so that a start need not load a date formatter.
 */
final class TextLogFormatter {

    private static final long MILLIS_PER_DAY = 86_400_000L;

    private TextLogFormatter() {}

    static String of(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        appendTime(line, event.getTimeStamp());
        line.append(' ').append(event.getLevel()).append(' ').append(event.getLoggerName());
        line.append(": ").append(event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> appendPair(line, pair));
        }
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown)).append('\n');
        }
        return line.toString();
    }

    private static void appendPair(StringBuilder line, KeyValuePair pair) {
        String value = String.valueOf(pair.value);
        line.append(' ').append(pair.key).append('=');
        if (isPlain(value)) {
            line.append(value);
        } else {
            appendQuoted(line, value);
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static void appendQuoted(StringBuilder line, String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c < ' ' ? '?' : c);
            }
        }
        line.append('"');
    }

    static void appendTime(StringBuilder line, long epochMillis) {
        int millis = (int) Math.floorMod(epochMillis, MILLIS_PER_DAY);
        line.append(LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY)))
                .append('T');
        LocalTime time = LocalTime.ofSecondOfDay(millis / 1000);
        line.append(time);
        if (time.getSecond() == 0) {
            line.append(":00"); // LocalTime omits zero seconds
        }
        int fraction = millis % 1000;
        line.append('.').append((char) ('0' + fraction / 100));
        line.append((char) ('0' + fraction / 10 % 10))
                .append((char) ('0' + fraction % 10))
                .append('Z');
    }
}
