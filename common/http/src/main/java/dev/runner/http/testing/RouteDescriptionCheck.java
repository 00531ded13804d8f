package dev.runner.http.testing;

import dev.runner.http.Routes;
import dev.runner.http.json.JsonRecords;
import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes that are really served, by Javalin's router or without it, and those that a description names, so that a
 * test can compare them.
 */
public final class RouteDescriptionCheck {

    private RouteDescriptionCheck() {}

    /** All routes that are served, each as {@code GET /workers/{id}}. */
    public static SortedSet<String> served(Consumer<Routes> routes) {
        SortedSet<String> served = new TreeSet<>();
        Javalin javalin = javalin(routes, all -> served.addAll(all.fast()));
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
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

    /**
     * What makes a description of no use: references that lead nowhere, ids that are there twice, missing summaries.
     */
    public static List<String> problems(Consumer<Routes> routes) {
        Map<?, ?> document = document(routes);
        List<String> problems = new ArrayList<>();
        Set<Object> ids = new HashSet<>();
        visit(document, object -> {
            Object reference = object.get("$ref");
            if (reference != null && !leadsSomewhere(document, reference.toString())) {
                problems.add(reference + " leads nowhere");
            }
            Object id = object.get("operationId");
            if (id != null && !ids.add(id)) {
                problems.add(id + " is there twice");
            }
            if (id != null && "".equals(object.get("summary"))) {
                problems.add(id + " has no summary");
            }
        });
        return problems;
    }

    private static void visit(@Nullable Object value, Consumer<Map<?, ?>> visitor) {
        if (value instanceof Map<?, ?> object) {
            visitor.accept(object);
            object.values().forEach(part -> visit(part, visitor));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> visit(item, visitor));
        }
    }

    private static boolean leadsSomewhere(Map<?, ?> document, String reference) {
        Object place = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            place = place instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return place != null;
    }

    /** The description itself, read as maps and lists. */
    public static Map<?, ?> document(Consumer<Routes> routes) {
        List<byte[]> documents = new ArrayList<>();
        Javalin unused = javalin(routes, all -> documents.add(all.description()));
        return (Map<?, ?>) JsonRecords.read(documents.get(0), Object.class);
    }

    private static Javalin javalin(Consumer<Routes> routes, Consumer<Routes> afterwards) {
        return Javalin.create(config -> {
            config.startup.startupWatcherEnabled = false;
            Routes all = new Routes();
            routes.accept(all);
            all.addTo(config.routes);
            afterwards.accept(all);
        });
    }
}
