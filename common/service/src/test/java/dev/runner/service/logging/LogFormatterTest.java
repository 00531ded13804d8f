package dev.runner.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

class LogFormatterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00:00.123Z",
                "2026-11-21T23:59:59.000Z",
                "2026-02-03T04:05:06.007Z",
                "1970-01-01T00:00:00.000Z"
            })
    void writesTheTimeOfDayInUtcWithMilliseconds(String time) {
        StringBuilder line = new StringBuilder();

        TextLogFormatter.appendTime(line, Instant.parse(time).toEpochMilli());

        assertThat(line).hasToString(time);
    }

    private static LoggingEvent event(String message, Object... pairs) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("x", context.getLogger("slots"), Level.INFO, message, null, null);
        event.setTimeStamp(Instant.parse("2026-11-21T10:00:00.123Z").toEpochMilli());
        event.setThreadName("main");
        for (int i = 0; i < pairs.length; i += 2) {
            event.addKeyValuePair(new KeyValuePair((String) pairs[i], pairs[i + 1]));
        }
        return event;
    }

    @Test
    void appendsKeysAndValuesToTheMessage() {
        LoggingEvent event = event("moved", "group", "g", "epoch", 3L, "why", "it \"died\"\n", "empty", "");

        assertThat(TextLogFormatter.of(event))
                .isEqualTo("2026-11-21T10:00:00.123Z INFO slots: moved group=g epoch=3"
                        + " why=\"it \\\"died\\\"\\n\" empty=\"\"\n");
        assertThat(TextLogFormatter.of(event("plain"))).endsWith("slots: plain\n");
    }

    @Test
    void writesAJsonObjectPerLine() {
        LoggingEvent event = event("two\nlines", "group", "g", "epoch", 3L, "level", "mine");
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why")));

        String line = JsonLogFormatter.of(event);

        assertThat(line)
                .startsWith("{\"time\":\"2026-11-21T10:00:00.123Z\",\"level\":\"INFO\",\"logger\":\"slots\","
                        + "\"thread\":\"main\",\"message\":\"two\\nlines\",\"group\":\"g\",\"epoch\":3,"
                        + "\"exception\":\"java.lang.IllegalStateException: why")
                .containsOnlyOnce("\n")
                .endsWith("}\n");
    }
}
