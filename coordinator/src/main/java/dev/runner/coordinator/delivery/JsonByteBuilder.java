package dev.runner.coordinator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.runner.http.json.JsonRecords;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Builds JSON from ready-made parts. (A generator looks at every byte again, and a stream of the JDK takes a lock for
 * every part, which is noticeable in a batch of a thousand events.)
 */
public final class JsonByteBuilder {

    private byte[] bytes;
    private int length;

    public JsonByteBuilder(int expectedLength) {
        this.bytes = new byte[Math.max(16, expectedLength)];
    }

    /** Appends ASCII unchanged. */
    public JsonByteBuilder raw(String ascii) {
        byte[] part = ascii.getBytes(UTF_8);
        return raw(part, 0, part.length);
    }

    JsonByteBuilder raw(byte[] part) {
        return raw(part, 0, part.length);
    }

    JsonByteBuilder raw(byte[] part, int from, int to) {
        int more = to - from;
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
        }
        System.arraycopy(part, from, bytes, length, more);
        length += more;
        return this;
    }

    public JsonByteBuilder slice(JsonSlice slice) {
        slice.appendTo(this);
        return this;
    }

    /** Appends a string in quotes; half a surrogate pair becomes an escape. */
    public JsonByteBuilder text(String value) {
        return raw(quoted(value));
    }

    static byte[] quoted(String value) {
        byte[] inner;
        try {
            inner = JsonStringEncoder.getInstance().quoteAsUTF8(value);
        } catch (IllegalArgumentException e) { // half a surrogate pair
            return JsonRecords.write(value);
        }
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    public JsonByteBuilder number(long value) {
        return raw(Long.toString(value));
    }

    public int length() {
        return length;
    }

    /** The text so far, without copying it. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** A copy of the text so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }
}
