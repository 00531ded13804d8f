package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route's path: constant segments, and parameters such as {@code {id}} that stand for one segment each. */
final class PathPattern {

    private final String[] segments;

    PathPattern(String path) {
        this.segments = split(path);
    }

    /** The segments of a path as it stands in a request. One slash at the end makes no difference. */
    static String[] split(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(0, end).split("/", -1);
    }

    /** The decoded parameters of a path with these raw segments; null where it is another path. */
    @Nullable Map<String, String> match(String[] path) {
        if (path.length != segments.length) {
            return null;
        }
        for (int i = 0; i < path.length; i++) {
            if (isParameter(segments[i]) ? path[i].isEmpty() : !segments[i].equals(path[i])) {
                return null;
            }
        }
        Map<String, String> parameters = new LinkedHashMap<>(2);
        for (int i = 0; i < path.length; i++) {
            if (isParameter(segments[i])) {
                parameters.put(segments[i].substring(1, segments[i].length() - 1), decode(path[i]));
            }
        }
        return parameters;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String decode(String segment) {
        return segment.indexOf('%') < 0 ? segment : URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }
}
