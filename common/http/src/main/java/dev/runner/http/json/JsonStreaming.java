package dev.runner.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** Parsers and generators for JSON that goes over the wire, all with the same limits. */
public final class JsonStreaming {

    /** The maximum depth of objects and lists. */
    public static final int MAX_DEPTH = 200;

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();

    /** Every JSON here is UTF-8: zero bytes at its beginning do not make it another encoding. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private JsonStreaming() {}

    public static JsonParser parser(byte[] json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** A parser of a part of the array. */
    public static JsonParser parser(byte[] json, int from, int to) throws IOException {
        return FACTORY.createParser(json, from, to - from);
    }

    public static JsonParser parser(String json) throws IOException {
        return FACTORY.createParser(json);
    }

    /** Creates a generator that closes its stream. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Creates a generator that closes its writer. */
    public static JsonGenerator generator(Writer out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** The message for the sender of what a parser refused: where the mistake is, or which limits there are. */
    public static String refusal(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "the JSON is beyond a limit: at most " + MAX_DEPTH + " levels, " + LIMITS.getMaxNumberLength()
                    + " digits in a number, " + LIMITS.getMaxNameLength() + " characters in a name and "
                    + LIMITS.getMaxStringLength() + " in a text";
        }
        JsonLocation place = e.getLocation();
        return "not valid JSON"
                + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }
}
