package dev.runner.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in, in the order of the checks: not a web page (403), not beyond the side door
 * (404), then the key (401).
 */
final class RequestGuards {

    private final OriginGuard origin;
    private final @Nullable OriginGuard sideOrigin;
    private final ListenPorts ports;
    private final ApiKey key;

    RequestGuards(ListenPorts ports, ApiKey key) {
        BindAddress side = ports.side();
        this.origin = new OriginGuard(ports.main());
        this.sideOrigin = side == null ? null : new OriginGuard(side);
        this.ports = ports;
        this.key = key;
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::refuseStrangers);
        routes.beforeMatched(this::requireKey);
    }

    /** Whether these checks let a request in at the main port; an open one needs no key. */
    boolean allow(int port, HttpFields headers, boolean open) {
        return port == ports.main().port()
                && origin.allows(headers.get(HttpHeader.HOST), headers.get(HttpHeader.ORIGIN))
                && (open || key.accepts(headers.get(ServiceHttpClient.KEY_HEADER)));
    }

    private void refuseStrangers(Context context) {
        BindAddress side = ports.side();
        if (side == null || sideOrigin == null || context.req().getLocalPort() != side.port()) {
            refuseWebPages(origin, context);
            return;
        }
        refuseWebPages(sideOrigin, context);
        if (!ports.secondaryPaths().contains(context.path())) {
            throw new ApiException(404, "not_found", "this port has no " + context.path() + "; ask the main port");
        }
    }

    private static void refuseWebPages(OriginGuard own, Context context) {
        if (!own.allows(context.header("Host"), context.header("Origin"))) {
            throw new ApiException(
                    403,
                    "foreign_origin",
                    "the Host or Origin header does not name this server; use its own address in the URL");
        }
    }

    private void requireKey(Context context) {
        if (!context.routeRoles().contains(RouteAccess.OPEN) && !key.accepts(context.header("x-api-key"))) {
            throw ApiException.unauthorized();
        }
    }
}
