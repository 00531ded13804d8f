package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many different values there were: exact up to {@link #MOST}, and never more than that. */
final class DistinctCountAccumulator implements Accumulator {
    static final int MOST = 100_000;

    /** Each value by its key. */
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
