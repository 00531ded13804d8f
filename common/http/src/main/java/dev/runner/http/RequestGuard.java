package dev.runner.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Says who is let in, in the order of the checks: no web page (403), nobody beyond the paths of the secondary port
 * (404), nobody without the key or whatever else the route asks for (401).
 */
final class RequestGuard {

    private final OriginGuard mainOrigin;
    private final @Nullable OriginGuard secondaryOrigin;
    private final ListenPorts ports;
    private final AccessPolicy access;

    RequestGuard(ListenPorts ports, AccessPolicy access) {
        BindAddress secondary = ports.side();
        this.mainOrigin = new OriginGuard(ports.main());
        this.secondaryOrigin = secondary == null ? null : new OriginGuard(secondary);
        this.ports = ports;
        this.access = access;
    }

    /**
     * Lets a request pass that was made to this server's own address.
     *
     * @throws ApiException 403 or 404
     */
    void checkOrigin(Request request, String path) {
        BindAddress secondary = ports.side();
        boolean atMain = secondary == null || Request.getLocalPort(request) != secondary.port();
        OriginGuard origin = atMain || secondaryOrigin == null ? mainOrigin : secondaryOrigin;
        HttpFields headers = request.getHeaders();
        if (!origin.allows(headers.get(HttpHeader.HOST), headers.get(HttpHeader.ORIGIN))) {
            throw access.foreignRequest(ports.main().url());
        }
        if (!atMain && !ports.secondaryPaths().contains(path)) {
            throw new ApiException(404, "not_found", "this port has no " + path + "; ask the main port");
        }
    }

    /**
     * Lets a request pass whose caller may call this route.
     *
     * @throws ApiException as the route's or the server's rule says
     */
    void checkAccess(Route route, RequestHead head) {
        route.accessOr(access).check(head);
    }

    /**
     * Lets a request pass that no route takes, so that it is answered with 404 or 405.
     *
     * @throws ApiException as the server's rule says
     */
    void checkUnrouted(RequestHead head) {
        access.checkUnrouted(head);
    }
}
