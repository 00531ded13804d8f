package dev.runner.http;

import dev.runner.protocol.RequestLimits;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One route, while it is declared, and then for its description. It serves from {@link #handle} on. */
public final class Route {

    /** The content type of JSON lines. */
    public static final String JSON_LINES = "application/x-ndjson";
    /** The content type of plain text. */
    public static final String TEXT = "text/plain";
    /** The content type of server-sent events. */
    public static final String EVENT_STREAM = "text/event-stream";

    /**
     * Bytes of a body that an open route reads quickly. The quick way has room for the whole body before any of it has
     * come, which who has no key could use to fill the memory; the other way makes room as it comes.
     */
    private static final int READ_QUICKLY_FOR_ANYBODY = 16 << 10;

    private static final RouteRole[] KEY_NEEDED = {};
    private static final RouteRole[] OPEN = {RouteAccess.OPEN};

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
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Form> bodies = new ArrayList<>();
    private final Map<Integer, @Nullable Form> answers = new LinkedHashMap<>();
    private final List<Integer> failures = new ArrayList<>();
    private String summary = "";
    private int limit = RequestLimits.BODY_BYTES;
    private boolean bodyRequired;
    private boolean open;
    private @Nullable Work work;
    private @Nullable FastRequestProcessor quickWork;

    Route(Routes routes, HandlerType method, String path) {
        this.routes = routes;
        this.method = method;
        this.path = path;
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

    /**
     * Bytes of the body, where they are not {@link RequestLimits#BODY_BYTES}. A body that says that it is larger is
     * refused.
     */
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

    /** No key is asked for. */
    public Route open() {
        open = true;
        return this;
    }

    /**
     * How its plain requests are answered: POST, with the key unless it is open, and a body whose length is announced
     * and within the limit (where it is open, within 16 KiB). All others go to {@link #handle}. The path has one
     * parameter at most.
     */
    public Route quickly(FastRequestProcessor quick) {
        quickWork = quick;
        return this;
    }

    /** Ends the declaration. */
    public void handle(Work handler) {
        work = handler;
        routes.add(this);
    }

    FastPathHandler.@Nullable Path fastPath() {
        int quickLimit = open ? Math.min(limit, READ_QUICKLY_FOR_ANYBODY) : limit;
        return quickWork == null ? null : FastPathHandler.Path.of(path, quickLimit, open, quickWork);
    }

    Handler handler() {
        Work answering = work;
        if (answering == null) {
            throw new IllegalStateException(path + " has no handler");
        }
        return context -> {
            if (context.req().getContentLengthLong() > limit) {
                throw HttpBodies.tooLarge(limit);
            }
            answering.answer(context);
        };
    }

    RouteRole[] roles() {
        return open ? OPEN : KEY_NEEDED;
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

    List<Integer> failures() {
        return failures;
    }

    boolean isOpen() {
        return open;
    }
}
