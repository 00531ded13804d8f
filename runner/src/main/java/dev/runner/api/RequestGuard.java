package dev.runner.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.IntSupplier;

/**
 * Lets only the owner's own commands in. A web page in the owner's browser can send requests to a loopback address too:
 * it gives itself away by a foreign {@code Origin}, or, when it has made a name of its own point here, by a foreign
 * {@code Host}. Those are refused before the token is looked at, so that a page cannot even try tokens.
 */
final class RequestGuard implements Handler {
    private final String address;
    private final IntSupplier port;
    private final String token;

    /** @param port asked at every request, because a server on port 0 knows it only when it runs */
    RequestGuard(String address, IntSupplier port, String token) {
        this.address = address;
        this.port = port;
        this.token = token;
    }

    @Override
    public void handle(Context request) {
        String authority = address + ":" + port.getAsInt();
        String origin = request.header("Origin");
        if (!authority.equals(request.header("Host")) || (origin != null && !origin.equals("http://" + authority))) {
            throw new RequestRefused(
                    403, "foreign_request", "requests must be made to http://" + authority + " itself");
        }
        if (!ApiToken.matches(token, request.header(ApiToken.HEADER))) {
            throw new RequestRefused(
                    401,
                    "unauthorized",
                    "the token from the cluster's " + ManagerFile.NAME + " is needed: Authorization: Bearer TOKEN");
        }
    }
}
