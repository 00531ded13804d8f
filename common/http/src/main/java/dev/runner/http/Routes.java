package dev.runner.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/**
 * A member's routes, each declared once: what is served and what {@code /openapi} says come from the same objects, so
 * they cannot differ. A path parameter is written {@code {id}}.
 */
public final class Routes {

    private final List<Route> all = new ArrayList<>();
    private OpenApi description = new OpenApi("member", "", all);

    public Route get(String path) {
        return new Route(this, HandlerType.GET, path);
    }

    public Route post(String path) {
        return new Route(this, HandlerType.POST, path);
    }

    public Route put(String path) {
        return new Route(this, HandlerType.PUT, path);
    }

    public Route delete(String path) {
        return new Route(this, HandlerType.DELETE, path);
    }

    /**
     * Adds {@code /openapi}, where these routes are described. The description is made when somebody asks for it.
     *
     * @param title of the member
     * @param purpose one line
     */
    public void describeAs(String title, String purpose) {
        description = new OpenApi(title, purpose, all);
        get("/openapi")
                .summary("This description of the routes, in OpenAPI 3.1")
                .answers(200, Object.class)
                .handle(context -> HttpBodies.answerBytes(context, 200, description()));
    }

    /** The document of {@code /openapi}. */
    public byte[] description() {
        return description.json();
    }

    void add(Route route) {
        all.add(route);
    }

    RouteTable table() {
        return new RouteTable(all);
    }

    /** The routes that Javalin does not serve, each as {@code POST /workers/{id}}. */
    public List<String> fast() {
        return all.stream()
                .filter(route -> route.fastHandler() != null)
                .map(route -> route.method() + " " + route.path())
                .toList();
    }

    /** Has the others served by Javalin. */
    public void addTo(RoutesConfig javalin) {
        all.stream()
                .filter(route -> route.fastHandler() == null)
                .forEach(route -> javalin.addHttpHandler(route.method(), route.path(), route.handler()));
    }
}
