package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.JsonSchemas;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Routes as an OpenAPI 3.1 document: https://spec.openapis.org/oas/v3.1.1.html. */
final class OpenApi {

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final String KEY_SCHEME = "key";

    private final String title;
    private final String purpose;
    private final List<Route> routes;
    private byte @Nullable [] json;

    OpenApi(String title, String purpose, List<Route> routes) {
        this.title = title;
        this.purpose = purpose;
        this.routes = routes;
    }

    synchronized byte[] json() {
        if (json == null) {
            json = JsonRecords.write(document());
        }
        return json;
    }

    private Map<String, Object> document() {
        JsonSchemas schemas = new JsonSchemas();
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", inOrder("title", title, "version", version(), "description", purpose));
        document.put("paths", paths);
        document.put("components", inOrder("schemas", schemas.all(), "securitySchemes", securitySchemes()));
        return document;
    }

    /** Names and values in turn. (A map of the library has another order in each JVM, and documents are compared.) */
    private static Map<String, Object> inOrder(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static String version() {
        String version = OpenApi.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private static Map<String, Object> securitySchemes() {
        return Map.of(KEY_SCHEME, inOrder("type", "apiKey", "in", "header", "name", ServiceHttpClient.KEY_HEADER));
    }

    private static Map<String, Object> operation(Route route, JsonSchemas schemas) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        List<Map<String, Object>> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (!route.bodies().isEmpty()) {
            operation.put("requestBody", requestBody(route, schemas));
        }
        operation.put("responses", responses(route, schemas));
        operation.put("security", route.isOpen() ? List.of() : List.of(Map.of(KEY_SCHEME, List.of())));
        return operation;
    }

    /** {@code GET /api/v1/workers/{id}} is {@code getApiV1WorkersId}. */
    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        for (String part : route.path().split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return id.toString();
    }

    private static List<Map<String, Object>> parameters(Route route) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        Matcher inPath = PATH_PARAMETER.matcher(route.path());
        while (inPath.find()) {
            parameters.add(parameter("path", inPath.group(1), "", true));
        }
        for (Route.Parameter other : route.parameters()) {
            parameters.add(parameter(other.in(), other.name(), other.description(), false));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(String in, String name, String description, boolean required) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        parameter.put("required", required);
        parameter.put("schema", Map.of("type", "string"));
        return parameter;
    }

    private static Map<String, Object> requestBody(Route route, JsonSchemas schemas) {
        Map<String, Object> content = new LinkedHashMap<>();
        route.bodies().forEach(form -> content.put(form.contentType(), media(form.type(), schemas)));
        return inOrder("required", route.isBodyRequired(), "content", content);
    }

    private static Map<String, Object> responses(Route route, JsonSchemas schemas) {
        Map<String, Object> responses = new LinkedHashMap<>();
        route.answers().forEach((status, form) -> responses.put(status.toString(), response(status, form, schemas)));
        Route.Form error = new Route.Form(ServiceHttpClient.JSON, ErrorBody.class);
        for (int status : failures(route)) {
            responses.put(Integer.toString(status), response(status, error, schemas));
        }
        return responses;
    }

    private static SortedSet<Integer> failures(Route route) {
        SortedSet<Integer> failures = new TreeSet<>(route.failures());
        failures.add(403);
        if (!route.isOpen()) {
            failures.add(401);
        }
        if (!route.bodies().isEmpty()) {
            failures.add(400);
            failures.add(408);
            failures.add(413);
        }
        return failures;
    }

    private static Map<String, Object> response(int status, Route.@Nullable Form form, JsonSchemas schemas) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", HttpStatus.getMessage(status));
        if (form != null) {
            response.put("content", Map.of(form.contentType(), media(form.type(), schemas)));
        }
        return response;
    }

    private static Map<String, Object> media(Type type, JsonSchemas schemas) {
        return Map.of("schema", schemas.of(type));
    }
}
