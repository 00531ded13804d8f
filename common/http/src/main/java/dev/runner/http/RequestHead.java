package dev.runner.http;

import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is known of a request before its body is read. */
public final class RequestHead {

    private final Request request;
    private final Map<String, String> parameters;

    RequestHead(Request request, Map<String, String> parameters) {
        this.request = request;
        this.parameters = parameters;
    }

    /**
     * The decoded value of a parameter of the path.
     *
     * @throws IllegalArgumentException when the route's path has no such parameter
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no parameter \"" + name + "\"");
        }
        return value;
    }

    /** A header's first value; null where it is missing. */
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /** A query parameter's first value, decoded; null where it is missing. */
    public @Nullable String queryParameter(String name) {
        return Request.extractQueryParameters(request).getValue(name);
    }

    /** The address, in digits, that the request came from. */
    public String peer() {
        return Request.getRemoteAddr(request);
    }
}
