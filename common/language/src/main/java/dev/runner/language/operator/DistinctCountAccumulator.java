package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The number of distinct values: exact up to {@link #MOST}, which is also the largest result. */
final class DistinctCountAccumulator implements Accumulator {
    static final int MOST = 100_000;

    /** The values by their keys. */
    private final Map<Object, Object> seen = new LinkedHashMap<>();

    @Override
    public void add(@Nullable Object value) {
        if (value != null && seen.size() < MOST) {
            seen.putIfAbsent(Values.key(value), value);
        }
    }

    @Override
    public Object result() {
        return (long) seen.size();
    }

    @Override
    public List<@Nullable Object> save() {
        return seen.values().stream().<@Nullable Object>map(ValueCodec::encode).toList();
    }

    @Override
    public void load(List<?> state) {
        state.forEach(each -> add(ValueCodec.decode(each)));
    }
}
