package dev.runner.http;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/** Finds the route of a request. */
final class RouteTable {

    /**
     * A route with the parameters of a request's path.
     *
     * @param parameters decoded
     */
    record Match(Route route, Map<String, String> parameters) {}

    private final List<Route> routes;

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * Finds the first route with this method and path; GET routes answer HEAD too, but for streams, which have no end.
     *
     * @param path as it stands in the request
     * @throws ApiException 404 when no route has this path, 405 when one has, but with another method
     */
    Match match(String method, String path) {
        boolean isHead = HttpMethod.HEAD.is(method);
        String wanted = isHead ? HttpMethod.GET.asString() : method;
        String[] segments = PathPattern.split(path);
        boolean pathExists = false;
        for (Route route : routes) {
            Map<String, String> parameters = route.pattern().match(segments);
            if (parameters != null && route.method().name().equals(wanted) && !(isHead && route.isStream())) {
                return new Match(route, parameters);
            }
            pathExists |= parameters != null;
        }
        throw ErrorResponses.ofStatus(
                pathExists ? HttpStatus.METHOD_NOT_ALLOWED_405 : HttpStatus.NOT_FOUND_404, method, path);
    }
}
