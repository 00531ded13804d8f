package dev.runner.junit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member's answer.
 *
 * @param headers names in lower case
 */
public record HttpAnswer(int status, String body, Map<String, List<String>> headers) {
    /** Copies the headers. */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }

    /**
     * This answer, where its status is the expected one.
     *
     * @throws AssertionError with the status and the beginning of the body where it is another
     */
    public HttpAnswer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("expected status " + expected + ", not " + this);
        }
        return this;
    }

    /** The status and the beginning of the body. */
    @Override
    public String toString() {
        return status + " " + (body.length() > 200 ? body.substring(0, 200) + "..." : body);
    }
}
