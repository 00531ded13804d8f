package dev.runner.http;

/** Decides who may call a server's routes. Called on the thread that reads from all connections: it must not block. */
@FunctionalInterface
public interface AccessPolicy {

    /**
     * Lets a request pass, before its body is read.
     *
     * @throws ApiException 401 when the caller does not show what is asked for
     */
    void check(RequestHead request);

    /**
     * Checks a request that no route takes, before it is answered with 404 or 405. By default it passes; a server that
     * does not tell strangers which paths it has overrides this.
     *
     * @throws ApiException 401 when the caller does not show what is asked for
     */
    default void checkUnrouted(RequestHead request) {}

    /**
     * The answer to a request whose {@code Host} or {@code Origin} header names another server.
     *
     * @param url the server's own
     */
    default ApiException foreignRequest(String url) {
        return new ApiException(
                403,
                "foreign_origin",
                "the Host or Origin header does not name this server; use its own address in the URL");
    }
}
