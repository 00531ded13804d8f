package dev.runner.member.testing;

import dev.runner.member.http.Routes;
import dev.runner.member.json.Json;
import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The routes that Javalin's router really has, and those that a description names, so that a test can compare them. */
public final class DescribedRoutes {

    private DescribedRoutes() {}

    /** All routes of the router, each as {@code GET /workers/{id}}. */
    public static SortedSet<String> served(Consumer<Routes> routes) {
        SortedSet<String> served = new TreeSet<>();
        for (ParsedEndpoint parsed :
                javalin(routes, all -> {}).unsafe.internalRouter.allHttpHandlers()) {
            Endpoint endpoint = parsed.endpoint;
            if (endpoint.method.isHttpMethod()) {
                served.add(endpoint.method.name() + " " + endpoint.path);
            }
        }
        return served;
    }

    /** All routes of the description, in the same form. */
    public static SortedSet<String> described(Consumer<Routes> routes) {
        SortedSet<String> described = new TreeSet<>();
        if (document(routes).get("paths") instanceof Map<?, ?> paths) {
            paths.forEach((path, operations) -> ((Map<?, ?>) operations)
                    .keySet()
                    .forEach(method -> described.add(method.toString().toUpperCase(Locale.ROOT) + " " + path)));
        }
        return described;
    }

    /** The description itself, read as maps and lists. */
    public static Map<?, ?> document(Consumer<Routes> routes) {
        List<byte[]> documents = new ArrayList<>();
        Javalin unused = javalin(routes, all -> documents.add(all.description()));
        return (Map<?, ?>) Json.read(documents.get(0), Object.class);
    }

    private static Javalin javalin(Consumer<Routes> routes, Consumer<Routes> afterwards) {
        return Javalin.create(config -> {
            config.startup.startupWatcherEnabled = false;
            Routes all = new Routes(config.routes);
            routes.accept(all);
            afterwards.accept(all);
        });
    }
}
