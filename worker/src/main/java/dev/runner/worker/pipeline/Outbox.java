package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.language.Event;
import dev.runner.protocol.LinkTarget;
import dev.runner.worker.events.EventBatch;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outputs that other pipelines have not taken yet, by target. Guarded by its pipeline. */
final class Outbox {

    /** When so many events wait, the pipeline takes nothing in. */
    static final int FULL = 10_000;
    /** Or events of about so many bytes. */
    static final long FULL_WEIGHT = 8L << 20;

    private final String prefix;
    private final Map<String, OutboxPartition> lanes = new LinkedHashMap<>();
    private int size;
    private long weight;

    /**
     * Creates an empty outbox.
     *
     * @param pipelineId id of the sending deployment; it is never used again, and so neither are the event ids derived
     *     from it
     */
    Outbox(String pipelineId) {
        this.prefix = "@" + pipelineId + ":";
    }

    int size() {
        return size;
    }

    /** Bytes that its entries take in a checkpoint, about. */
    long bytes() {
        return weight;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Whether nothing more may be taken in.
     *
     * @param carried whether it comes from another pipeline: such events find room for longer than those from outside,
     *     so that pipelines that send to each other in a ring do not all block, full of events from outside
     */
    boolean isFull(boolean carried) {
        int factor = carried ? 2 : 1;
        return size >= factor * FULL || weight >= factor * FULL_WEIGHT;
    }

    void add(String slot, Event event, int hops) {
        OutboxPartition lane = lane(slot);
        put(lane, OutboxEntry.of(prefix + lane.nextNumber(), event, hops));
    }

    private void put(OutboxPartition lane, OutboxEntry entry) {
        lane.add(entry);
        size++;
        weight += entry.weight();
    }

    private OutboxPartition lane(String slot) {
        return lanes.computeIfAbsent(slot, OutboxPartition::new);
    }

    void aim(LinkTarget target) {
        lane(target.pipeline()).aim(target);
    }

    Collection<String> slots() {
        return lanes.keySet();
    }

    /** See {@link OutboxPartition#next}. */
    @Nullable OutboxBatch next(String slot) {
        OutboxPartition lane = lanes.get(slot);
        return lane == null ? null : lane.next();
    }

    /** Removes what the target has taken. Returns whether anything was removed: a late response changes nothing. */
    boolean accepted(OutboxBatch delivery, int count) {
        OutboxPartition lane = lanes.get(delivery.slot());
        if (lane == null || !lane.isCurrent(delivery.turn())) {
            return false;
        }
        int taken = Math.min(count, delivery.events().size());
        weight -= lane.accepted(taken);
        size -= taken;
        return taken > 0;
    }

    /**
     * The target rejects these events as such. From now on they go one by one, and the one that is rejected alone is
     * dropped.
     *
     * @return whether one was dropped
     */
    boolean refused(OutboxBatch delivery) {
        OutboxPartition lane = lanes.get(delivery.slot());
        if (lane == null || !lane.isCurrent(delivery.turn())) {
            return false;
        }
        if (delivery.events().size() > 1) {
            lane.oneByOne();
            return false;
        }
        return accepted(delivery, 1);
    }

    /** The delay in milliseconds before {@link #pauseOver}; -1 when the delivery is outdated. */
    long failed(OutboxBatch delivery) {
        OutboxPartition lane = lanes.get(delivery.slot());
        return lane == null || !lane.isCurrent(delivery.turn()) ? -1 : lane.failed();
    }

    void pauseOver(OutboxBatch delivery) {
        OutboxPartition lane = lanes.get(delivery.slot());
        if (lane != null && lane.isCurrent(delivery.turn())) {
            lane.pauseOver();
        }
    }

    /** Writes {@code {"p#0": [{"event_id", "event_type", "fields", "hops"}]}}. */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, OutboxPartition> lane : lanes.entrySet()) {
            if (lane.getValue().size() > 0) {
                out.writeFieldName(lane.getKey());
                OutboxEntryCodec.writeAll(out, lane.getValue().entries());
            }
        }
        out.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Map<String, EventBatch> read(JsonParser in) throws IOException {
        Map<String, EventBatch> waiting = new LinkedHashMap<>();
        JsonExpectations.token(in, JsonToken.START_OBJECT, "outbox");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String slot = in.currentName();
            in.nextToken();
            waiting.put(slot, OutboxEntryCodec.readAll(in, "outbox"));
        }
        return waiting;
    }

    /** Replaces all entries by these; ids that were given out before are not used again. */
    void replace(Map<String, EventBatch> waiting) {
        lanes.values().forEach(OutboxPartition::clear);
        size = 0;
        weight = 0;
        waiting.forEach((slot, batch) -> {
            for (int i = 0; i < batch.size(); i++) {
                put(lane(slot), OutboxEntry.of(String.valueOf(batch.id(i)), batch.event(i), batch.hops(i)));
            }
        });
    }
}
