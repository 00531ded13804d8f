package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import dev.runner.protocol.RequestLimits;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** Bodies of requests and answers. */
public final class HttpBodies {

    private HttpBodies() {}

    /**
     * Reads a body of at most {@link RequestLimits#BODY_BYTES}.
     *
     * @throws ApiException 400 when it is not what the type asks for, 413 when it is too large
     */
    public static <T> T body(Context context, Class<T> type) throws IOException {
        return body(context, type, RequestLimits.BODY_BYTES);
    }

    /** The same with another limit, in bytes. */
    public static <T> T body(Context context, Class<T> type, int limit) throws IOException {
        return read(bytes(context, limit), type);
    }

    /**
     * What is in a body.
     *
     * @throws ApiException 400 when it is not what the type asks for
     */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            return JsonRecords.read(body, type);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e.getMessage() == null ? "not valid JSON" : e.getMessage());
        }
    }

    /**
     * Reads a body as it is.
     *
     * @throws ApiException 413 when it has more bytes than the limit
     */
    public static byte[] bytes(Context context, int limit) throws IOException {
        long announced = context.req().getContentLengthLong();
        if (announced > limit) {
            throw tooLarge(limit);
        }
        InputStream body = context.req().getInputStream();
        if (announced >= 0) {
            return body.readNBytes((int) announced);
        }
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    static ApiException tooLarge(int limit) {
        return new ApiException(
                413, "body_too_large", "the body is larger than " + limit + " bytes; send less at once");
    }

    public static void answer(Context context, int status, Object value) {
        answerBytes(context, status, JsonRecords.write(value));
    }

    /** Answers with JSON that is already written. */
    public static void answerBytes(Context context, int status, byte[] json) {
        context.status(status).contentType(ServiceHttpClient.JSON).result(json);
    }

    /**
     * Answers and waits until the client has it, for a process that is about to end.
     *
     * @throws IOException when the client is gone
     */
    public static void answerAndWait(Context context, int status, Object value) throws IOException {
        byte[] body = JsonRecords.write(value);
        var response = context.res();
        response.setStatus(status);
        response.setContentType(ServiceHttpClient.JSON);
        response.setHeader("Connection", "close");
        response.setContentLength(body.length);
        try (var out = response.getOutputStream()) {
            out.write(body);
        }
    }
}
