package dev.runner.member.http;

import dev.runner.member.ApiKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Who is let in, in the order of the checks: not a web page (403), then the key (401). */
final class Guards {

    private final OriginGuard origin;
    private final ApiKey key;

    Guards(OriginGuard origin, ApiKey key) {
        this.origin = origin;
        this.key = key;
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::refuseWebPages);
        routes.beforeMatched(this::requireKey);
    }

    private void refuseWebPages(Context context) {
        if (!origin.allows(context.header("Host"), context.header("Origin"))) {
            throw new ApiException(
                    403,
                    "foreign_origin",
                    "the Host or Origin header does not name this server; use its own address in the URL");
        }
    }

    private void requireKey(Context context) {
        if (!context.routeRoles().contains(Access.OPEN) && !key.accepts(context.header("x-api-key"))) {
            throw ApiException.unauthorized();
        }
    }
}
