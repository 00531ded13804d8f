package dev.runner.http.json;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of what {@link JsonRecords} writes and reads. Each record becomes a schema of its own, named as the
 * record; a component that is not {@link Nullable} is required.
 */
public final class JsonSchemas {

    private static final String WHERE = "#/components/schemas/";

    private final Map<String, Object> named = new LinkedHashMap<>();
    private final Map<String, Class<?>> owners = new LinkedHashMap<>();

    /** The schemas that have been referred to so far, by their names. */
    public Map<String, Object> all() {
        return named;
    }

    /**
     * The schema of a type, which refers to {@link #all} for records.
     *
     * @throws IllegalArgumentException for a type that does not go over the wire, or when two records have one name
     */
    public Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? Map.of("type", "object", "additionalProperties", of(arguments[1]))
                    : Map.of("type", "array", "items", of(arguments[0]));
        }
        Class<?> kind = (Class<?>) type;
        if (kind.isRecord()) {
            return reference(kind);
        }
        return scalar(kind);
    }

    private Map<String, Object> scalar(Class<?> kind) {
        if (kind == String.class) {
            return Map.of("type", "string");
        } else if (kind == boolean.class || kind == Boolean.class) {
            return Map.of("type", "boolean");
        } else if (kind == int.class || kind == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        } else if (kind == long.class || kind == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        } else if (kind == double.class || kind == Double.class || kind == BigDecimal.class) {
            return Map.of("type", "number");
        } else if (kind.isEnum()) {
            return Map.of("type", "string", "enum", EnumNames.of(kind).names());
        } else if (kind == Map.class) {
            return Map.of("type", "object");
        } else if (kind == Object.class) {
            return Map.of();
        }
        throw new IllegalArgumentException(kind + " has no form in JSON");
    }

    private Map<String, Object> reference(Class<?> kind) {
        String name = kind.getSimpleName();
        Class<?> owner = owners.putIfAbsent(name, kind);
        if (owner == null) {
            named.put(name, record(kind));
        } else if (owner != kind) {
            throw new IllegalArgumentException(owner + " and " + kind + " would have the same schema; rename one");
        }
        return Map.of("$ref", WHERE + name);
    }

    private Map<String, Object> record(Class<?> kind) {
        named.put(kind.getSimpleName(), Map.of()); // keeps its place while those that it refers to are added
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        var components = kind.getRecordComponents();
        for (RecordDescriptor.Field field : RecordDescriptor.of(kind).fields()) {
            AnnotatedType declared = components[field.index()].getAnnotatedType();
            properties.put(field.name(), nullableParts(declared, of(field.type())));
            if (!declared.isAnnotationPresent(Nullable.class)) {
                required.add(field.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** A map's values may be null where they are declared so; nothing else in a record may. */
    private static Map<String, Object> nullableParts(AnnotatedType declared, Map<String, Object> schema) {
        if (schema.get("additionalProperties") instanceof Map<?, ?> value
                && value.get("type") instanceof String type
                && declared instanceof AnnotatedParameterizedType generic
                && generic.getAnnotatedActualTypeArguments()[1].isAnnotationPresent(Nullable.class)) {
            Map<String, Object> nullable = new LinkedHashMap<>();
            value.forEach((name, part) -> nullable.put(String.valueOf(name), part));
            nullable.put("type", List.of(type, "null"));
            return Map.of("type", "object", "additionalProperties", nullable);
        }
        return schema;
    }
}
