package dev.runner.http;

import java.util.concurrent.CompletableFuture;

/**
 * The work of a hot route, without a servlet. A body of up to 16 KiB is handled on the thread that reads from all
 * connections, so a handler must not block: what takes longer, it does elsewhere, and completes the future there.
 */
@FunctionalInterface
public interface FastHandler {

    /**
     * Answers a request.
     *
     * @return the JSON of the route's success; the future may fail with an {@link ApiException}
     * @throws ApiException when the request is refused
     */
    CompletableFuture<byte[]> answer(RequestHead head, byte[] body);
}
