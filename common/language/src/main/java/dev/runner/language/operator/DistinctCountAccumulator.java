package dev.runner.language.operator;

import dev.runner.language.value.ValueCodec;
import dev.runner.language.value.ValueSize;
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

    private long bytes;

    @Override
    public void add(@Nullable Object value) {
        if (value != null && seen.size() < MOST && seen.putIfAbsent(Values.key(value), value) == null) {
            bytes += ValueSize.of(value) + 1;
        }
    }

    @Override
    public Object result() {
        return (long) seen.size();
    }

    @Override
    public long bytes() {
        return 8 + bytes;
    }

    @Override
    public int objects() {
        return 2 + 4 * seen.size();
    }

    @Override
    public boolean holdsValues() {
        return true;
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
