package dev.runner.worker.pipeline;

import dev.runner.language.Event;
import java.util.ArrayList;
import java.util.List;

/** What became of a batch: how much of it was taken in, and what came of it. */
public final class BatchResult {

    /** When an answer has so many outputs, it is full. */
    static final int MAX_OUTPUTS = 100_000;
    /** Or about so many characters. */
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
        if (isFull()) {
            omitted++;
        } else if (collecting) {
            outputs.add(event);
            weight += OutboxEntry.weight(event);
        }
    }

    /** Whether the answer has room for no more, so that the events after this one are to be sent again. */
    boolean isFull() {
        return outputs.size() >= MAX_OUTPUTS || weight >= MAX_WEIGHT;
    }

    /** How many outputs of the last event are not in the answer, because it was full. */
    public int omitted() {
        return omitted;
    }

    void taken(boolean duplicate) {
        ends[accepted] = outputs.size();
        accepted++;
        duplicates += duplicate ? 1 : 0;
    }

    /** How many events, from the first on, were taken in; those whose id had been seen are among them. */
    public int accepted() {
        return accepted;
    }

    public int duplicates() {
        return duplicates;
    }

    int processed() {
        return accepted - duplicates;
    }

    /** Of all events, in order. */
    public List<Event> outputs() {
        return outputs;
    }

    /** Of one of the events that were accepted. */
    public List<Event> outputs(int event) {
        return outputs.subList(event == 0 ? 0 : ends[event - 1], ends[event]);
    }
}
