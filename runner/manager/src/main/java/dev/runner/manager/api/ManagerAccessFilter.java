package dev.runner.manager.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * Lets only the owner's own commands in. A web page in the owner's browser can send requests to a loopback address too:
 * it gives itself away by a foreign {@code Origin}, or, when it has made a name of its own point here, by a foreign
 * {@code Host}. Those are refused before the token is looked at, so that a page cannot even try tokens.
 */
final class ManagerAccessFilter implements Handler {
    private final String authority;
    private final String token;

    /** @param authority the server's own {@code address:port} */
    ManagerAccessFilter(String authority, String token) {
        this.authority = authority;
        this.token = token;
    }

    @Override
    public void handle(Context request) {
        String origin = request.header("Origin");
        if (!authority.equals(request.header("Host")) || (origin != null && !origin.equals("http://" + authority))) {
            throw new RequestRefusedException(
                    403, "foreign_request", "requests must be made to http://" + authority + " itself");
        }
        if (!ApiToken.matches(token, request.header(ApiToken.HEADER))) {
            throw new RequestRefusedException(
                    401,
                    "unauthorized",
                    "the token from the cluster's " + ManagerFile.NAME + " is needed: Authorization: Bearer TOKEN");
        }
    }
}
