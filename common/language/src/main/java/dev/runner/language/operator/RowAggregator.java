package dev.runner.language.operator;

import dev.runner.language.value.Row;
import dev.runner.language.value.ValueSize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The aggregates of one stream: creates their accumulators and the aggregated row. */
final class RowAggregator {
    /** Characters of a text that is not counted before it is remembered. */
    private static final int SMALL = 1_000;

    private final AggregateField[] aggregates;
    private final String[] names;
    private final boolean hasKey;

    RowAggregator(StatefulOperatorPlan plan) {
        aggregates = plan.aggregates().toArray(AggregateField[]::new);
        PartitionSpec partition = plan.partition();
        String key = partition == null ? null : partition.field();
        List<String> own = plan.aggregates().stream().map(AggregateField::name).toList();
        hasKey = key != null && !own.contains(key);
        names = new String[own.size() + (hasKey ? 1 : 0)];
        if (hasKey && key != null) {
            names[0] = key;
        }
        for (int i = 0; i < own.size(); i++) {
            names[names.length - own.size() + i] = own.get(i);
        }
    }

    Accumulator[] start() {
        Accumulator[] accumulators = new Accumulator[aggregates.length];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = aggregates[i].function().start();
        }
        return accumulators;
    }

    void add(Accumulator[] accumulators, Row row) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].add(aggregates[i].argument().eval(row));
        }
    }

    /**
     * Adds a row to accumulators that are remembered. Where the state has no room, large values are left out.
     *
     * @return how many were left out
     */
    int add(Accumulator[] accumulators, Row row, StateSize size) {
        int leftOut = 0;
        long taken = 0;
        for (int i = 0; i < accumulators.length; i++) {
            @Nullable Object value = aggregates[i].argument().eval(row);
            if (accumulators[i].holdsValues() && isLarge(value)) {
                long bytes = ValueSize.of(value);
                if (!size.hasRoomFor(taken + bytes)) {
                    leftOut++;
                    continue;
                }
                taken += bytes;
            }
            accumulators[i].add(value);
        }
        return leftOut;
    }

    private static boolean isLarge(@Nullable Object value) {
        return value instanceof String text
                ? text.length() > SMALL
                : value instanceof Iterable<?> || value instanceof Map<?, ?>;
    }

    Row result(@Nullable Object keyValue, Accumulator[] accumulators) {
        @Nullable Object[] values = new @Nullable Object[names.length];
        values[0] = keyValue;
        int first = hasKey ? 1 : 0;
        for (int i = 0; i < accumulators.length; i++) {
            values[first + i] = accumulators[i].result();
        }
        return new Row(names, values);
    }
}
