package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A range of a JSON text, forwarded unchanged. The array is never modified. */
public final class JsonSlice {

    public static final JsonSlice EMPTY = new JsonSlice(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int from;
    private final int to;

    JsonSlice(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The whole text. */
    public static JsonSlice of(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return new JsonSlice(bytes, 0, bytes.length);
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    void appendTo(JsonByteBuilder out) {
        out.raw(bytes, from, to);
    }

    @Override
    public String toString() {
        return new String(bytes, from, to - from, UTF_8);
    }
}
