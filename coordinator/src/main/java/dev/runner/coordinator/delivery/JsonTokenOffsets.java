package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Parsers that tell where in the array they are, so that parts of it can be passed on as they are. */
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

    /** Where the token begins that the parser stands on, counted from where the parser began. */
    static int begin(JsonParser in) {
        return offset(in.currentTokenLocation().getByteOffset());
    }

    /** Where it ends: the place behind it. */
    static int end(JsonParser in) {
        return offset(in.currentLocation().getByteOffset());
    }

    /** Jackson knows no places in bytes where it had to guess another encoding. */
    private static int offset(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the body must be UTF-8");
        }
        return (int) bytes;
    }

    /** What to tell whoever sent it. The place is not known where one of the parser's own bounds was passed. */
    static String notValid(JsonProcessingException e) {
        var place = e.getLocation();
        return "not valid JSON"
                + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }
}
