package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.operator.WindowSpec;
import dev.runner.language.syntax.Argument;
import dev.runner.language.syntax.Expression;
import dev.runner.language.syntax.StreamOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .window(5)}, {@code .window(count, 5)}, {@code .window(10s)}, {@code .window(time, 10s)}, with {@code
 * sliding: n}.
 */
final class WindowReader {
    private static final long MAX_ROWS = 1_000_000;
    private static final long MAX_HELD_ROWS = 100_000;
    private static final long LONGEST = Duration.ofDays(365).toMillis();
    /** The most windows that one row may be part of; each of them processes the row. */
    private static final long MAX_OVERLAP = 10_000;

    static final String HINT = "write .window(5), .window(10s) or .window(10s, sliding: 2s)";

    private final DiagnosticCollector problems;

    WindowReader(DiagnosticCollector problems) {
        this.problems = problems;
    }

    /** Null, with an error, where the window is invalid. */
    @Nullable WindowSpec read(StreamOperation operation) {
        List<Argument> arguments = new ArrayList<>(operation.arguments());
        String kind = kind(arguments);
        if (kind != null) {
            arguments.remove(0);
        }
        if (arguments.isEmpty()) {
            problems.error(operation.at(), ".window has no size; expected a number of events or a duration", HINT);
            return null;
        }
        Argument size = arguments.get(0);
        Object value = literal(size);
        if (size.name() != null || !(value instanceof Long || value instanceof Duration)) {
            problems.error(
                    size.at(), "this is not the size of a window; expected a number of events or a duration", HINT);
            return null;
        }
        if (kind != null && kind.equals("time") != value instanceof Duration) {
            problems.error(
                    size.at(),
                    "the size does not match '" + kind + "'; expected "
                            + (kind.equals("time") ? "a duration, such as 10s" : "a number of events, such as 5"),
                    HINT);
            return null;
        }
        if (arguments.size() > 2) {
            problems.error(arguments.get(2).at(), "found one argument too many; expected the end of .window", HINT);
            return null;
        }
        return arguments.size() == 1 ? checked(size, size, value, value) : sliding(size, value, arguments.get(1));
    }

    private static @Nullable String kind(List<Argument> arguments) {
        if (!arguments.isEmpty()
                && arguments.get(0).name() == null
                && arguments.get(0).value() instanceof Expression.Field field
                && (field.name().equals("count") || field.name().equals("time"))) {
            return field.name();
        }
        return null;
    }

    private static @Nullable Object literal(Argument argument) {
        return argument.value() instanceof Expression.Literal literal ? literal.value() : null;
    }

    private @Nullable WindowSpec sliding(Argument size, Object value, Argument slide) {
        Object by = literal(slide);
        if (!"sliding".equals(slide.name())) {
            problems.error(slide.at(), "found another argument of .window; expected sliding: and how far", HINT);
            return null;
        }
        if (by == null || by.getClass() != value.getClass()) {
            problems.error(
                    slide.value().at(),
                    "sliding does not match the size; expected "
                            + (value instanceof Long ? "a number of events" : "a duration"),
                    HINT);
            return null;
        }
        return checked(size, slide, value, by);
    }

    private @Nullable WindowSpec checked(Argument sizeAt, Argument slideAt, Object sizeValue, Object slideValue) {
        boolean isTime = sizeValue instanceof Duration;
        long size = number(sizeValue);
        long slide = number(slideValue);
        long most = isTime ? LONGEST : slide == size ? MAX_ROWS : MAX_HELD_ROWS;
        if (size < 1 || size > most) {
            problems.error(
                    sizeAt.value().at(),
                    "the size of the window is out of range; expected "
                            + (isTime ? "1ms to 365d" : "1 to " + most + " events"),
                    null);
            return null;
        }
        if (slide < 1 || slide > size) {
            problems.error(
                    slideAt.value().at(),
                    "sliding is out of range; expected at least 1" + (isTime ? "ms" : "") + " and at most the size",
                    null);
            return null;
        }
        if (size / slide > MAX_OVERLAP) {
            problems.error(
                    slideAt.value().at(),
                    "sliding is too small for this size; expected at least 1/" + MAX_OVERLAP + " of the size",
                    "let the window slide in longer steps");
            return null;
        }
        return new WindowSpec(isTime, size, slide);
    }

    private static long number(Object value) {
        return value instanceof Duration duration ? duration.toMillis() : (Long) value;
    }
}
