package dev.runner.worker.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runner.http.ApiException;
import dev.runner.worker.events.EventJsonFactory;
import io.javalin.http.Context;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bodies that are read straight from the connection, because they may be large. */
final class RequestBodyReader {

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

    private RequestBodyReader() {}

    /**
     * Reads a body.
     *
     * @param limit in bytes
     * @param code of the error when it is JSON, but not what it should be
     * @throws ApiException 400 when it is not what it should be, 413 when it is too large
     */
    static <T> T read(Context context, int limit, String code, Reading<T> reading) throws IOException {
        if (context.req().getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        try (JsonParser in = EventJsonFactory.parser(new Limited(context.req().getInputStream(), limit))) {
            return reading.read(in);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(EventJsonFactory.notValid(e));
        } catch (CharConversionException e) {
            throw ApiException.badRequest("the body is not text in UTF-8");
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, code, String.valueOf(e.getMessage()));
        }
    }

    private static ApiException tooLarge(int limit) {
        return new ApiException(
                413, "body_too_large", "the body is larger than " + limit + " bytes; send less at once");
    }

    /** Bytes up to a limit: a sender need not say before how many there are. */
    private static final class Limited extends FilterInputStream {
        private final int limit;
        private long count;

        Limited(InputStream in, int limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            counted(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            counted(Math.max(0, read));
            return read;
        }

        private void counted(int read) {
            count += read;
            if (count > limit) {
                throw tooLarge(limit);
            }
        }
    }
}
