package dev.runner.language.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The aggregates, by the names that they have in a source. */
public enum AggregateFunction {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    STDDEV,
    FIRST,
    LAST,
    COUNT_DISTINCT;

    Accumulator start() {
        return switch (this) {
            case COUNT -> new Counter();
            case SUM -> new Sum();
            case AVG -> new Moments(Moments.Kind.AVERAGE);
            case MIN -> new Extreme(-1);
            case MAX -> new Extreme(1);
            case STDDEV -> new Moments(Moments.Kind.DEVIATION);
            case FIRST -> new Pick(true);
            case LAST -> new Pick(false);
            case COUNT_DISTINCT -> new Distinct();
        };
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AggregateFunction> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(AggregateFunction::text).toList();
    }
}
