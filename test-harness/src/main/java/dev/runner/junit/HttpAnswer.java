package dev.runner.junit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP response of a member.
 *
 * @param headers the values by header name, in lower case
 */
public record HttpAnswer(int status, String body, Map<String, List<String>> headers) {
    /** Copies the headers. */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** The first value of a header; the name's case is ignored. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }

    /**
     * Returns this response if it has the expected status.
     *
     * @throws AssertionError with the status and the start of the body otherwise
     */
    public HttpAnswer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("expected status " + expected + ", not " + this);
        }
        return this;
    }

    /** The status and the start of the body. */
    @Override
    public String toString() {
        return status + " " + (body.length() > 200 ? body.substring(0, 200) + "..." : body);
    }
}
