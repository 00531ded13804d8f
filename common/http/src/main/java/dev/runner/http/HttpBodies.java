package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import io.javalin.http.Context;
import java.io.IOException;

/** Bodies of requests and answers. */
public final class HttpBodies {

    private HttpBodies() {}

    /**
     * What is in a request's body.
     *
     * @throws ApiException 400 when it is not what the type asks for
     */
    public static <T> T body(Context context, Class<T> type) {
        return read(bytes(context), type);
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

    /** A request's body as it came, within its route's limit; not a copy. Empty where there is none. */
    public static byte[] bytes(Context context) {
        return admitted(context).body();
    }

    /** What {@link RequestDispatcher} has found out: a request that did not come through it is never handled. */
    static RequestDispatcher.Admitted admitted(Context context) {
        if (context.req().getAttribute(RequestDispatcher.ADMITTED) instanceof RequestDispatcher.Admitted admitted) {
            return admitted;
        }
        throw new IllegalStateException(context.path() + " was not admitted");
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
