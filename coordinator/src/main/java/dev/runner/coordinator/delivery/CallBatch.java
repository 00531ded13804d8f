package dev.runner.coordinator.delivery;

import java.util.List;

/**
 * What one call carries: the oldest events of a backlog.
 *
 * @param ranges the pending batches from the oldest on; the last one may be included in part
 * @param bytes approximate length
 * @param repeated how many of the events were sent before
 */
record CallBatch(List<BatchRange> ranges, int events, int bytes, int repeated) {

    /** The events of a pending batch from index {@code from} to before {@code to}. */
    record BatchRange(PendingBatch batch, int from, int to) {}

    CallBatch {
        ranges = List.copyOf(ranges);
    }

    boolean contains(PendingBatch batch) {
        return ranges.stream().anyMatch(range -> range.batch() == batch);
    }

    /** A worker may have processed some of the events. */
    void markUncertain() {
        ranges.forEach(range -> range.batch().markUncertain());
    }

    /**
     * The request body. An event without an id gets one made of the queue's prefix and its number: {@code @source:n}.
     */
    JsonByteBuilder body(byte[] idPrefix) {
        JsonByteBuilder out = new JsonByteBuilder(20 + bytes);
        out.raw("{\"events\":[");
        boolean first = true;
        for (BatchRange range : ranges) {
            for (int i = range.from(); i < range.to(); i++) {
                if (!first) {
                    out.raw(COMMA);
                }
                first = false;
                append(out, range.batch(), i, idPrefix);
            }
        }
        return out.raw("]}");
    }

    private static void append(JsonByteBuilder out, PendingBatch batch, int index, byte[] idPrefix) {
        InjectedEvent event = batch.event(index);
        out.raw(EVENT_ID);
        if (event.id() == null) {
            out.raw(idPrefix).number(batch.number(index)).raw(QUOTE);
        } else {
            out.text(event.id());
        }
        out.raw(EVENT_TYPE)
                .raw(event.type().quoted())
                .raw(FIELDS)
                .slice(event.fields())
                .raw(END);
    }

    private static final byte[] COMMA = {','};
    private static final byte[] QUOTE = {'"'};
    private static final byte[] END = {'}'};
    private static final byte[] EVENT_ID = ascii("{\"event_id\":");
    private static final byte[] EVENT_TYPE = ascii(",\"event_type\":");
    private static final byte[] FIELDS = ascii(",\"fields\":");

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
