package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonParser;

/** The byte offsets of a parser's tokens, so that parts of the array can be forwarded unchanged. */
final class JsonTokenOffsets {

    private JsonTokenOffsets() {}

    /** Offset of the current token, relative to where the parser began. */
    static int begin(JsonParser in) {
        return offset(in.currentTokenLocation().getByteOffset());
    }

    /** Offset just behind the current token. */
    static int end(JsonParser in) {
        return offset(in.currentLocation().getByteOffset());
    }

    /** Jackson knows no byte offsets when it has detected another encoding than UTF-8. */
    private static int offset(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the body must be UTF-8");
        }
        return (int) bytes;
    }
}
