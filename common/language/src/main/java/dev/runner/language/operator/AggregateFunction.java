package dev.runner.language.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The aggregate functions, by their names in a source. */
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
            case COUNT -> new CountAccumulator();
            case SUM -> new SumAccumulator();
            case AVG -> new MeanStddevAccumulator(MeanStddevAccumulator.Kind.AVERAGE);
            case MIN -> new MinMaxAccumulator(-1);
            case MAX -> new MinMaxAccumulator(1);
            case STDDEV -> new MeanStddevAccumulator(MeanStddevAccumulator.Kind.DEVIATION);
            case FIRST -> new FirstLastAccumulator(true);
            case LAST -> new FirstLastAccumulator(false);
            case COUNT_DISTINCT -> new DistinctCountAccumulator();
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
