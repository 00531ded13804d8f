package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runner.http.ApiException;
import dev.runner.http.json.JsonStreaming;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads bodies that are no records, straight from their bytes. */
final class RawBodyReader {

    /** Reads what it wants. The parser stands before the first token. */
    @FunctionalInterface
    interface Reading<T> {

        /**
         * Reads all of it.
         *
         * @throws IllegalArgumentException with a message for the sender
         */
        T read(JsonParser in) throws IOException;
    }

    private RawBodyReader() {}

    /**
     * Reads a body.
     *
     * @param code of the error when it is JSON, but not what it should be
     * @throws ApiException 400 when it is not what it should be
     */
    static <T> T read(byte[] body, String code, Reading<T> reading) {
        try (JsonParser in = JsonStreaming.parser(body)) {
            return reading.read(in);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(JsonStreaming.refusal(e));
        } catch (CharConversionException e) {
            throw ApiException.badRequest("the body is not text in UTF-8");
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, code, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no other I/O in an array
        }
    }
}
