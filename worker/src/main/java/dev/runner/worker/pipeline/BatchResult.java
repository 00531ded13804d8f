package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import java.util.ArrayList;
import java.util.List;

/** The result of a batch: how many events were taken in, and their outputs. */
public final class BatchResult {

    /** A response with so many outputs is full. */
    static final int MAX_OUTPUTS = 100_000;
    /** Or with about so many bytes. */
    static final long MAX_WEIGHT = 16L << 20;

    private final List<Event> outputs = new ArrayList<>();
    private final int[] ends;
    private final boolean collecting;
    private int accepted;
    private int duplicates;
    private long weight;
    private int omitted;

    BatchResult(int size, boolean collecting) {
        this.ends = new int[size];
        this.collecting = collecting;
    }

    void output(Event event) {
        int bytes = collecting && !isFull() ? OutboxEntry.weight(event) : 0;
        if (isFull() || bytes > MAX_WEIGHT) {
            omitted++;
        } else if (collecting) {
            outputs.add(event);
            weight += bytes;
        }
    }

    /** Whether the response is full, so that the events after this one must be sent again. */
    boolean isFull() {
        return outputs.size() >= MAX_OUTPUTS || weight >= MAX_WEIGHT;
    }

    /** How many outputs of the last event were left out, because the response was full. */
    public int omitted() {
        return omitted;
    }

    void taken(boolean duplicate) {
        ends[accepted] = outputs.size();
        accepted++;
        duplicates += duplicate ? 1 : 0;
    }

    /** How many events were taken in, from the first on, including those whose id had been seen. */
    public int accepted() {
        return accepted;
    }

    public int duplicates() {
        return duplicates;
    }

    int processed() {
        return accepted - duplicates;
    }

    /** The outputs of all events, in order. */
    public List<Event> outputs() {
        return outputs;
    }

    /** The outputs of one of the accepted events. */
    public List<Event> outputs(int event) {
        return outputs.subList(event == 0 ? 0 : ends[event - 1], ends[event]);
    }
}
