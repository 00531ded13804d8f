package dev.runner.language.operator;

import dev.runner.language.value.Row;
import org.jspecify.annotations.Nullable;

/** One stream as it runs. */
final class StreamRun {
    private final StreamPlan plan;
    private final Network network;
    private final Step[] before;
    private final Step[] after;
    private final @Nullable Memory memory;

    StreamRun(StreamPlan plan, int ordinal, Network network, Timers timers, Work work) {
        this.plan = plan;
        this.network = network;
        before = plan.before().toArray(Step[]::new);
        after = plan.after().toArray(Step[]::new);
        MemoryPlan toRemember = plan.memory();
        memory = toRemember == null ? null : new Memory(toRemember, ordinal, this, timers, work);
    }

    String name() {
        return plan.name();
    }

    @Nullable Memory memory() {
        return memory;
    }

    void accept(Row row, long now, int depth) {
        Row entering = Step.applyAll(before, row);
        if (entering == null) {
            return;
        }
        if (memory == null) {
            finish(entering, now, depth);
        } else {
            memory.accept(entering, now, depth);
        }
    }

    /** What happens behind windows and aggregates. */
    void finish(Row row, long now, int depth) {
        Row result = Step.applyAll(after, row);
        if (result != null) {
            network.publish(plan, result, now, depth);
        }
    }
}
