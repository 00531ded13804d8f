package dev.runner.language.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean and sample standard deviation (which divides by n - 1) of the numbers, by Welford's method (Technometrics 4,
 * 1962): a sum of squares loses precision where the numbers are large and close together.
 */
final class MeanStddevAccumulator implements Accumulator {
    enum Kind {
        AVERAGE,
        DEVIATION
    }

    private final Kind kind;
    private long count;
    private double mean;
    private double squares;

    MeanStddevAccumulator(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void add(@Nullable Object value) {
        if (value instanceof Long || value instanceof Double) {
            double number = ((Number) value).doubleValue();
            count++;
            double distance = number - mean;
            mean += distance / count;
            squares += distance * (number - mean);
        }
    }

    @Override
    public @Nullable Object result() {
        if (count < (kind == Kind.DEVIATION ? 2 : 1)) {
            return null;
        }
        double result = kind == Kind.AVERAGE ? mean : Math.sqrt(squares / (count - 1));
        return Double.isFinite(result) ? result : null;
    }

    @Override
    public List<@Nullable Object> save() {
        return SavedStateReader.listOf(count, mean, squares);
    }

    @Override
    public void load(List<?> state) {
        count = SavedStateReader.longAt(state, 0);
        mean = SavedStateReader.doubleAt(state, 1);
        squares = SavedStateReader.doubleAt(state, 2);
    }
}
