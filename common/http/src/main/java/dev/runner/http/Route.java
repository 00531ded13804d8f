package dev.runner.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * One route, while it is declared, and then for its description. It serves from {@link #handle} or {@link #handleFast}
 * on.
 */
public final class Route {

    /** The content type of JSON lines. */
    public static final String JSON_LINES = "application/x-ndjson";
    /** The content type of plain text. */
    public static final String TEXT = "text/plain";
    /** The content type of server-sent events. */
    public static final String EVENT_STREAM = "text/event-stream";

    /** Bytes of a body, where a route has no other {@link #limit}. */
    public static final int BODY_BYTES = 1 << 20;

    /** Bytes of a body of which anybody may send any number. */
    private static final int OPEN_BODY_BYTES = 16 << 10;

    private static final AccessPolicy OPEN = request -> {};

    /** Does the work of a route. */
    @FunctionalInterface
    public interface Work {

        /** Answers, or throws an {@link ApiException}. */
        void answer(Context context) throws IOException;
    }

    /**
     * A parameter beyond those of the path.
     *
     * @param in {@code query} or {@code header}
     */
    record Parameter(String in, String name, String description) {}

    /** One way to put the value of a body or an answer: a type of the wire and how it is written. */
    record Form(String contentType, Type type) {}

    private final Routes routes;
    private final HandlerType method;
    private final String path;
    private final PathPattern pattern;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Form> bodies = new ArrayList<>();
    private final Map<Integer, @Nullable Form> answers = new LinkedHashMap<>();
    private final List<Integer> failures = new ArrayList<>();
    private String summary = "";
    private int limit = BODY_BYTES;
    private boolean bodyRequired;
    private @Nullable AccessPolicy access;
    private @Nullable Work work;
    private @Nullable FastHandler fastHandler;

    Route(Routes routes, HandlerType method, String path) {
        this.routes = routes;
        this.method = method;
        this.path = path;
        this.pattern = new PathPattern(path);
    }

    /** What it does, in one line. */
    public Route summary(String line) {
        summary = line;
        return this;
    }

    /** A query parameter, which may be left out. */
    public Route query(String name, String description) {
        parameters.add(new Parameter("query", name, description));
        return this;
    }

    /** A header that the route looks at, which may be left out. */
    public Route header(String name, String description) {
        parameters.add(new Parameter("header", name, description));
        return this;
    }

    /** The body: JSON of this type. */
    public Route body(Type type) {
        bodyRequired = true;
        return body(type, ServiceHttpClient.JSON);
    }

    /** The body: JSON of this type, or nothing. */
    public Route optionalBody(Type type) {
        return body(type, ServiceHttpClient.JSON);
    }

    /** One more way to send the body. */
    public Route body(Type type, String contentType) {
        bodies.add(new Form(contentType, type));
        return this;
    }

    /** Bytes of the body, where they are not {@link #BODY_BYTES}. A larger body is refused. */
    public Route limit(int bytes) {
        limit = bytes;
        return this;
    }

    /** A status without a body. */
    public Route answers(int status) {
        answers.put(status, null);
        return this;
    }

    /** A status with JSON of this type. */
    public Route answers(int status, Type type) {
        return answers(status, type, ServiceHttpClient.JSON);
    }

    /** A status with something else. */
    public Route answers(int status, Type type, String contentType) {
        answers.put(status, new Form(contentType, type));
        return this;
    }

    /** The statuses of its errors, beyond those that follow from its key and its body. */
    public Route fails(int... statuses) {
        for (int status : statuses) {
            failures.add(status);
        }
        return this;
    }

    /** No key is asked for. Bodies are small, as anybody may send them. */
    public Route open() {
        limit = OPEN_BODY_BYTES;
        return access(OPEN);
    }

    /** Who may call it, where that is not who knows the server's key. Checked before a body is read. */
    public Route access(AccessPolicy rule) {
        access = rule;
        return this;
    }

    /** Ends the declaration of a route whose handler may block; Javalin serves it. */
    public void handle(Work handler) {
        work = handler;
        routes.add(this);
    }

    /** Ends the declaration of a hot route, which is served without a servlet and answers the first of its statuses. */
    public void handleFast(FastHandler handler) {
        fastHandler = handler;
        routes.add(this);
    }

    @Nullable FastHandler fastHandler() {
        return fastHandler;
    }

    /** For Javalin. */
    Handler handler() {
        return context -> {
            Work answering = work;
            if (answering == null || HttpBodies.admitted(context).route() != this) {
                throw new IllegalStateException(path + " was reached by a request that was not admitted to it");
            }
            answering.answer(context);
        };
    }

    AccessPolicy accessOr(AccessPolicy ofServer) {
        return access == null ? ofServer : access;
    }

    PathPattern pattern() {
        return pattern;
    }

    int limit() {
        return limit;
    }

    /** How many bytes a byte of a body takes: while a fast request waits, there is about as much again made of it. */
    int memoryPerByte() {
        return fastHandler == null ? 1 : 2;
    }

    int successStatus() {
        return answers.keySet().stream().findFirst().orElse(HttpStatus.OK_200);
    }

    HandlerType method() {
        return method;
    }

    String path() {
        return path;
    }

    String summary() {
        return summary;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    List<Form> bodies() {
        return bodies;
    }

    boolean isBodyRequired() {
        return bodyRequired;
    }

    Map<Integer, @Nullable Form> answers() {
        return answers;
    }

    /** Whether it answers with events for as long as the client listens. */
    boolean isStream() {
        return answers.values().stream().anyMatch(form -> form != null && EVENT_STREAM.equals(form.contentType()));
    }

    List<Integer> failures() {
        return failures;
    }

    /** Whether anybody may call it. */
    boolean isForAnybody() {
        return access == OPEN;
    }

    /** Whether it does not ask for the server's key. */
    boolean isOpen() {
        return access != null;
    }
}
