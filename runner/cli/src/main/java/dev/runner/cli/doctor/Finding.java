package dev.runner.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one check found.
 *
 * @param check what was looked at, in a word or two
 * @param message one line; for a warning or a failure it names the remedy
 */
public record Finding(String check, Level level, String message) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** A cluster starts, but something will be worse than it could be. */
        WARN,
        /** A cluster cannot start. */
        FAIL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String message) {
        return new Finding(check, Level.OK, message);
    }

    static Finding warn(String check, String message) {
        return new Finding(check, Level.WARN, message);
    }

    static Finding fail(String check, String message) {
        return new Finding(check, Level.FAIL, message);
    }

    public Map<String, String> toJson() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("check", check);
        json.put("level", level.text());
        json.put("message", message);
        return json;
    }
}
