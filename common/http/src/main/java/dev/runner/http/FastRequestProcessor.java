package dev.runner.http;

import java.util.concurrent.CompletableFuture;

/**
 * Work of a route that every event takes. It never waits, so a small request is answered on the thread that saw it
 * come, without a servlet and without another thread; see {@link Route#quickly}.
 */
@FunctionalInterface
public interface FastRequestProcessor {

    /** A request that has been let in, and whose body is still to come. */
    interface AcceptedRequest {

        /**
         * Makes the answer's JSON; never waits.
         *
         * @throws ApiException when it is refused, as the future may fail with one
         */
        CompletableFuture<byte[]> answer(byte[] body);

        /** The HTTP status of that answer. */
        default int status() {
            return 200;
        }

        /** The answer is written, or there will be none. */
        void end();
    }

    /**
     * Lets a request in, before its body is read.
     *
     * @throws ApiException when it is refused: the route's other handler then says so
     */
    AcceptedRequest begin(FastRequestHead request);
}
