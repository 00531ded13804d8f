package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runner.http.json.JsonRecords;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Every error is {@code {error, code}}, whoever found it: a handler, Javalin or Jetty. None shows a stack trace. */
final class ErrorResponses {

    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, ServiceHttpClient.JSON);

    private ErrorResponses() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(ApiException.class, ErrorResponses::ofApi);
        routes.exception(HttpResponseException.class, (e, context) -> ofStatus(context, e.getStatus()));
        routes.exception(Exception.class, ErrorResponses::unexpected);
    }

    private static void ofApi(ApiException e, Context context) {
        HttpBodies.answer(context, e.status(), body(e));
    }

    /** Answers with an error. What has not come yet of the request's body is not waited for. */
    static void write(Request request, Response response, Callback callback, ApiException e) {
        if (!request.consumeAvailable()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        write(response, callback, e.status(), JsonRecords.write(body(e)));
    }

    /** Answers with JSON. */
    static void write(Response response, Callback callback, int status, byte[] json) {
        response.setStatus(status);
        response.getHeaders().put(JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    /** What the client is told. */
    private static Object body(ApiException e) {
        Object details = e.details();
        if (details == null) {
            return new ErrorBody(message(e), e.code());
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("error", message(e));
        fields.put("code", e.code());
        fields.putAll(JsonRecords.fields(details));
        return fields;
    }

    private static void ofStatus(Context context, int status) {
        ofApi(ofStatus(status, context.method().name(), context.path()), context);
    }

    /** An error of which there is nothing to say but its status. */
    static ApiException ofStatus(int status, String method, String path) {
        String reason = HttpStatus.getMessage(status);
        return new ApiException(status, code(reason), reason + ": " + method + " " + path);
    }

    private static void unexpected(Exception problem, Context context) {
        ofApi(unexpected(context.method() + " " + context.path(), problem), context);
    }

    /** The answer to a mistake of ours, which is logged. */
    static ApiException unexpected(Request request, @Nullable Throwable problem) {
        return unexpected(request.getMethod() + " " + request.getHttpURI().getPath(), problem);
    }

    private static ApiException unexpected(String what, @Nullable Throwable problem) {
        LoggerFactory.getLogger("http").error("{} failed", what, problem);
        return new ApiException(500, "internal_error", "the server made a mistake; its log has the details");
    }

    private static String message(ApiException e) {
        return e.getMessage() == null ? e.code() : e.getMessage();
    }

    private static String code(String reason) {
        return reason.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    }

    /** What Jetty refuses before any handler sees it, e.g. a request line that is not HTTP. */
    static boolean ofJetty(Request request, Response response, Callback callback) {
        String reason = HttpStatus.getMessage(response.getStatus());
        String body = "{\"error\":\"" + reason + "\",\"code\":\"" + code(reason) + "\"}";
        response.getHeaders().put(JSON);
        response.write(true, ByteBuffer.wrap(body.getBytes(UTF_8)), callback);
        return true;
    }
}
