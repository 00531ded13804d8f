package dev.runner.http;

import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as it was asked. Its message reaches the client, so it names the remedy. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient @Nullable Object details;

    /**
     * Describes the answer.
     *
     * @param status of HTTP, 400 to 599
     * @param code for programs, e.g. {@code worker_not_found}
     * @param error one line for people
     */
    public ApiException(int status, String code, String error) {
        this(status, code, error, null);
    }

    /**
     * Describes the answer.
     *
     * @param details a map, or a record of the wire, whose fields stand beside {@code error} and {@code code} in the
     *     answer; null for none
     */
    public ApiException(int status, String code, String error, @Nullable Object details) {
        super(error, null, false, false); // it is an answer, not a failure: nobody reads its stack
        this.status = status;
        this.code = code;
        this.details = details;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public @Nullable Object details() {
        return details;
    }

    public static ApiException badRequest(String error) {
        return new ApiException(400, "bad_request", error);
    }

    public static ApiException unauthorized() {
        return new ApiException(401, "unauthorized", "the header x-api-key is missing or wrong");
    }
}
