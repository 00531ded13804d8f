package dev.runner.member.http;

import dev.runner.member.json.Json;
import dev.runner.protocol.ErrorBody;

/** What a member answered to a call. */
public final class Answer {

    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /**
     * The body of a success.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public <T> T body(Class<T> type) {
        return Json.read(body, type);
    }

    /** What went wrong, in one line, whatever the peer is. */
    public String problem() {
        try {
            return status + " " + Json.read(body, ErrorBody.class).error();
        } catch (IllegalArgumentException e) {
            return Integer.toString(status); // not one of ours, so there is nothing more to say
        }
    }
}
