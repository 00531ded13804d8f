package dev.runner.cluster.timeline;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One flat JSON object (RFC 8259) as a line. By hand: a manager in its first second, which writes hundreds of these,
 * still interprets its code, and a generator with its buffers takes five times as long there.
 */
final class JsonLineBuilder {
    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder line = new StringBuilder(200).append('{');

    JsonLineBuilder text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** A number or a truth value as such, anything else as its text. */
    JsonLineBuilder value(String name, Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean || isFinite(value)) {
            name(name);
            line.append(value);
            return this;
        }
        return text(name, value.toString());
    }

    private static boolean isFinite(Object value) {
        return value instanceof Double number && Double.isFinite(number);
    }

    private void name(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        quote(name);
        line.append(':');
    }

    private void quote(String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= FIRST_PRINTABLE) {
                line.append(c);
            } else {
                control(c);
            }
        }
        line.append('"');
    }

    private void control(char c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\t' -> line.append("\\t");
            case '\r' -> line.append("\\r");
            default -> line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }

    /** With its end, in UTF-8. */
    byte[] bytes() {
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
