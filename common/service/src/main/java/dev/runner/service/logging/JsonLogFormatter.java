package dev.runner.service.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.runner.http.json.JsonRecords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Formats each event as a JSON object on one line, for log collectors. */
final class JsonLogFormatter {

    private JsonLogFormatter() {}

    static String of(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        StringBuilder time = new StringBuilder(24);
        TextLogFormatter.appendTime(time, event.getTimeStamp());
        fields.put("time", time.toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.putIfAbsent(pair.key, value(pair.value)));
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("exception", ThrowableProxyUtil.asString(thrown));
        }
        return new String(JsonRecords.write(fields), StandardCharsets.UTF_8) + "\n";
    }

    private static Object value(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Boolean
                ? value
                : String.valueOf(value);
    }
}
