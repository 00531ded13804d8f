package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads numbers of fields as workers do: a Long when it fits, else a Double. */
final class JsonNumbers {

    /** A number with fewer characters and no exponent is finite. */
    private static final int SURELY_FINITE = 300;

    /** The largest number of characters that Jackson converts. */
    private static final int MAX_CHARACTERS = 1000;

    private JsonNumbers() {}

    static Object number(JsonParser in) throws IOException {
        boolean isLong =
                in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != NumberType.BIG_INTEGER;
        return isLong ? (Object) in.getLongValue() : (Object) in.getDoubleValue();
    }

    static boolean mayBeTooLarge(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getTextLength() > SURELY_FINITE;
        }
        int length = in.getTextLength();
        char[] text = in.getTextCharacters();
        int from = in.getTextOffset();
        for (int i = from; i < from + length; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return true;
            }
        }
        return length > SURELY_FINITE;
    }

    static boolean isFinite(JsonParser in) throws IOException {
        return in.getTextLength() <= MAX_CHARACTERS && Double.isFinite(in.getDoubleValue());
    }
}
