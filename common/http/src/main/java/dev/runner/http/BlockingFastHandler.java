package dev.runner.http;

/** The work of a hot route that may take a while, without a servlet, on a thread that may block. */
@FunctionalInterface
public interface BlockingFastHandler {

    /**
     * Answers a request.
     *
     * @return the JSON of the route's success
     * @throws ApiException when the request is refused
     */
    byte[] answer(RequestHead head, byte[] body);
}
