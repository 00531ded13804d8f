package dev.runner.member.http;

import dev.runner.member.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** Bodies of requests and answers. */
public final class Exchange {

    /** A larger body is refused with 413. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final String JSON = "application/json";

    private Exchange() {}

    /**
     * Reads the body.
     *
     * @throws ApiException 400 when it is not what the type asks for, 413 when it is too large
     */
    public static <T> T body(Context context, Class<T> type) throws IOException {
        byte[] bytes = bytes(context, MAX_BODY_BYTES);
        try {
            return Json.read(bytes, type);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e.getMessage() == null ? "not valid JSON" : e.getMessage());
        }
    }

    private static byte[] bytes(Context context, int limit) throws IOException {
        if (context.req().getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        InputStream body = context.req().getInputStream();
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static ApiException tooLarge(int limit) {
        return new ApiException(
                413, "body_too_large", "the body is larger than " + limit + " bytes; send less at once");
    }

    public static void answer(Context context, int status, Object value) {
        context.status(status).contentType(JSON).result(Json.write(value));
    }

    /**
     * Answers and waits until the client has it, for a process that is about to end.
     *
     * @throws IOException when the client is gone
     */
    public static void answerLast(Context context, int status, Object value) throws IOException {
        byte[] body = Json.write(value);
        var response = context.res();
        response.setStatus(status);
        response.setContentType(JSON);
        response.setHeader("Connection", "close");
        response.setContentLength(body.length);
        try (var out = response.getOutputStream()) {
            out.write(body);
        }
    }
}
