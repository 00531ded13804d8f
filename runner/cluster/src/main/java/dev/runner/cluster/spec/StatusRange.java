package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP statuses from one to another, both included. */
public record StatusRange(int from, int to) {
    private static final Pattern FORM = Pattern.compile("([1-5]\\d\\d)(?:\\.\\.([1-5]\\d\\d))?");

    /** Reads {@code 200} or {@code 200..299}. */
    @JsonCreator
    @SchemaConstraint(pattern = "^[1-5][0-9]{2}(\\.\\.[1-5][0-9]{2})?$")
    public static StatusRange of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("`" + text + "` is not an HTTP status; write 200 or 200..299");
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        if (to < from) {
            throw new IllegalArgumentException("`" + text + "` ends before it begins");
        }
        return new StatusRange(from, to);
    }

    public boolean contains(int status) {
        return from <= status && status <= to;
    }

    @Override
    public String toString() {
        return from == to ? String.valueOf(from) : from + ".." + to;
    }
}
