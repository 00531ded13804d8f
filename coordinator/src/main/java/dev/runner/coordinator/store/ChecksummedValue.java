package dev.runner.coordinator.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Values with a checksum over key and value, because the store's own checks do not cover the inside of its pages. */
final class ChecksummedValue {

    private static final int CHECKSUM = Integer.BYTES;

    private ChecksummedValue() {}

    static byte[] seal(String key, byte[] value) {
        return ByteBuffer.allocate(CHECKSUM + value.length)
                .putInt(checksum(key, value, 0))
                .put(value)
                .array();
    }

    /**
     * Returns the value after verifying it.
     *
     * @throws IllegalStateException when the checksum differs
     */
    static byte[] open(String key, byte[] sealed) {
        if (sealed.length < CHECKSUM || ByteBuffer.wrap(sealed).getInt() != checksum(key, sealed, CHECKSUM)) {
            throw new IllegalStateException(
                    "the value of " + key + " does not have the checksum that it was written with");
        }
        return Arrays.copyOfRange(sealed, CHECKSUM, sealed.length);
    }

    private static int checksum(String key, byte[] bytes, int from) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        sum.update(bytes, from, bytes.length - from);
        return (int) sum.getValue();
    }
}
