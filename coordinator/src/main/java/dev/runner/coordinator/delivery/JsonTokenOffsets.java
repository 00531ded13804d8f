package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Parsers that know the byte offsets of their tokens, so that parts of the array can be forwarded unchanged. */
final class JsonTokenOffsets {

    private static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonTokenOffsets() {}

    static JsonParser parser(byte[] json, int from, int to) throws IOException {
        return FACTORY.createParser(json, from, to - from);
    }

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

    /** The message for the sender. The place is unknown when one of the parser's own limits was exceeded. */
    static String notValid(JsonProcessingException e) {
        var place = e.getLocation();
        return "not valid JSON"
                + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }
}
