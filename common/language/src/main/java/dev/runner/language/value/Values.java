package dev.runner.language.value;

import dev.runner.util.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operations on values of all types. A value is a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@link
 * Instant}, {@link Duration}, a list or a map with string keys; null is none. Times have a resolution of a millisecond.
 */
public final class Values {
    /**
     * The most characters and elements, in total, of a string or list that an expression creates; a larger one is none.
     */
    static final int LARGEST = 100_000;
    /** The deepest nesting of lists and maps in an event; workers refuse a deeper one from each other. */
    static final int DEEPEST = 16;

    private static final double TWO_TO_63 = 0x1p63;

    private Values() {}

    /** Whether {@code ==} holds; null for values of different types. */
    public static @Nullable Boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Boolean || left instanceof List || left instanceof Map) {
            return sameKind(left, right) ? key(left).equals(key(right)) : null;
        }
        int order = compare(left, right);
        return order == UNORDERED ? null : order == 0;
    }

    private static boolean sameKind(Object left, Object right) {
        return (left instanceof Boolean && right instanceof Boolean)
                || (left instanceof List && right instanceof List)
                || (left instanceof Map && right instanceof Map);
    }

    /** The result of {@link #compare} for values without an order. */
    public static final int UNORDERED = 2;

    /** -1, 0 or 1; {@link #UNORDERED} for values of different types or without an order. */
    public static int compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a) {
            return right instanceof Long b
                    ? Long.compare(a, b)
                    : right instanceof Double b ? compareMixed(a, b) : UNORDERED;
        }
        if (left instanceof Double a) {
            return right instanceof Double b
                    ? compareFloats(a, b)
                    : right instanceof Long b ? reverse(compareMixed(b, a)) : UNORDERED;
        }
        if (left instanceof String a) {
            return right instanceof String b ? Integer.signum(a.compareTo(b)) : UNORDERED;
        }
        if (left instanceof Instant a) {
            return right instanceof Instant b ? Integer.signum(a.compareTo(b)) : UNORDERED;
        }
        if (left instanceof Duration a) {
            return right instanceof Duration b ? Integer.signum(a.compareTo(b)) : UNORDERED;
        }
        return UNORDERED;
    }

    private static int reverse(int order) {
        return order == UNORDERED ? UNORDERED : -order;
    }

    private static int compareFloats(double left, double right) {
        return left < right ? -1 : left > right ? 1 : left == right ? 0 : UNORDERED;
    }

    /** Compares numeric values exactly: converting the long to a double would round it beyond 2^53. */
    private static int compareMixed(long left, double right) {
        if (Double.isNaN(right)) {
            return UNORDERED;
        }
        if (right >= TWO_TO_63) {
            return -1;
        }
        if (right < -TWO_TO_63) {
            return 1;
        }
        long whole = (long) right;
        return left != whole ? Long.compare(left, whole) : compareFloats(0.0, right - whole);
    }

    /** Whether {@code element in container} holds. */
    public static @Nullable Boolean in(@Nullable Object element, @Nullable Object container) {
        if (element == null) {
            return null;
        }
        if (container instanceof List<?> list) {
            for (Object each : list) {
                if (Boolean.TRUE.equals(equal(element, each))) {
                    return true;
                }
            }
            return false;
        }
        if (element instanceof String text) {
            if (container instanceof String whole) {
                return whole.contains(text);
            }
            if (container instanceof Map<?, ?> map) {
                return map.containsKey(text);
            }
        }
        return null;
    }

    public static @Nullable Object member(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    public static @Nullable Object at(@Nullable Object value, @Nullable Object index) {
        if (value instanceof List<?> list && index instanceof Long i) {
            return i >= 0 && i < list.size() ? list.get(i.intValue()) : null;
        }
        return index instanceof String name ? member(value, name) : null;
    }

    /**
     * A list of these values; null if it is too large or too deep, for instance made of lists by a cycle of streams.
     */
    public static @Nullable List<@Nullable Object> list(@Nullable Object[] values) {
        int room = LARGEST;
        for (Object each : values) {
            room = roomAfter(each, room, DEEPEST - 1);
        }
        if (room < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (Object each : values) {
            list.add(each);
        }
        return list;
    }

    /** The remaining budget; negative where it is exceeded or the value has more than this many levels. */
    private static int roomAfter(@Nullable Object value, int room, int levels) {
        int left = room - 1;
        if (value instanceof String text) {
            return left - text.length();
        }
        if (!(value instanceof List || value instanceof Map)) {
            return left;
        }
        if (levels == 0) {
            return -1;
        }
        Iterable<?> elements = value instanceof List<?> list ? list : ((Map<?, ?>) value).values();
        for (Object each : elements) {
            if (left < 0) {
                return left;
            }
            left = roomAfter(each, left, levels - 1);
        }
        return left;
    }

    /** A hash key that is equal for values that are {@code ==}: 1 and 1.0 have one key. */
    public static Object key(@Nullable Object value) {
        if (value instanceof Double number) {
            double d = number;
            return d == Math.rint(d) && d >= -TWO_TO_63 && d < TWO_TO_63 ? (Object) (long) d : number;
        }
        if (value instanceof List<?> list) {
            List<Object> keys = new ArrayList<>(list.size());
            list.forEach(each -> keys.add(key(each)));
            return keys;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> keys = new LinkedHashMap<>();
            map.forEach((name, each) -> keys.put(name, key(each)));
            return keys;
        }
        return value == null ? None.NONE : value;
    }

    private enum None {
        NONE
    }

    /** Converts a value for JSON: a timestamp to ISO 8601, a duration to {@code 1500ms}, also within lists and maps. */
    public static @Nullable Object toJson(@Nullable Object value) {
        if (value instanceof Instant || value instanceof Duration) {
            return value instanceof Duration duration ? DurationFormat.format(duration) : value.toString();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            list.forEach(each -> elements.add(toJson(each)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> fields.put(String.valueOf(name), toJson(each)));
            return fields;
        }
        return value;
    }
}
