package dev.runner.worker.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Creates parsers and generators. The parsers intern field names, so that each exists once. */
public final class EventJsonFactory {

    /** The maximum depth of everything read here; events have a lower limit of their own. */
    static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private EventJsonFactory() {}

    public static JsonParser parser(byte[] json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** Creates a generator that closes its stream. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** The message for the sender of something that the parser does not understand. */
    public static String notValid(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return "not valid JSON" + at(place) + (place == null ? ": " + e.getOriginalMessage() : "");
    }

    /** The parser knows no place when one of its limits was exceeded, e.g. the depth. */
    private static String at(@Nullable JsonLocation place) {
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
