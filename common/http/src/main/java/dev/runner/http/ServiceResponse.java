package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import java.util.Optional;

/** What a member answered to a call. */
public final class ServiceResponse {

    private final int status;
    private final byte[] body;

    ServiceResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The body as it came; not a copy. */
    public byte[] bytes() {
        return body;
    }

    /**
     * The body of a success.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public <T> T body(Class<T> type) {
        return JsonRecords.read(body, type);
    }

    /** The error's code for programs, e.g. {@code stale_epoch}; empty when the body is not one of ours. */
    public String code() {
        return error().map(ErrorBody::code).orElse("");
    }

    /** What went wrong, in one line, whatever the peer is. */
    public String problem() {
        return error().map(error -> status + " " + error.error()).orElseGet(() -> Integer.toString(status));
    }

    private Optional<ErrorBody> error() {
        try {
            return Optional.of(JsonRecords.read(body, ErrorBody.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not one of ours, so its status is all there is to say
        }
    }
}
