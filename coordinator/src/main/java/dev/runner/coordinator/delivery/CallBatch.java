package dev.runner.coordinator.delivery;

import java.util.List;

/**
 * What one call carries: the first events of a backlog.
 *
 * @param spans the parcels from the head on; of the last one maybe not all
 * @param bytes about how long it is
 * @param again how many of them are sent not for the first time
 */
record CallBatch(List<BatchRange> spans, int events, int bytes, int again) {

    /** The events of a parcel that go: from {@code from} to before {@code to}. */
    record BatchRange(PendingBatch parcel, int from, int to) {}

    CallBatch {
        spans = List.copyOf(spans);
    }

    /** What is sent to the worker. An event without an id gets one of its number, which says that the queue made it. */
    JsonByteBuilder body(byte[] idPrefix) {
        JsonByteBuilder out = new JsonByteBuilder(20 + bytes);
        out.raw("{\"events\":[");
        boolean first = true;
        for (BatchRange span : spans) {
            for (int i = span.from(); i < span.to(); i++) {
                if (!first) {
                    out.raw(COMMA);
                }
                first = false;
                append(out, span.parcel(), i, idPrefix);
            }
        }
        return out.raw("]}");
    }

    private static void append(JsonByteBuilder out, PendingBatch parcel, int index, byte[] idPrefix) {
        InjectedEvent event = parcel.event(index);
        out.raw(EVENT_ID);
        if (event.id() == null) {
            out.raw(idPrefix).number(parcel.number(index)).raw(QUOTE);
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
