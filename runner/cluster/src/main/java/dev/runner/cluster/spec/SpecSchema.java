package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import dev.runner.util.DurationFormat;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft-07, which editors know best) of a spec file, read off the same records as the file is: what is
 * added to them is in it by itself. It allows everything that {@link YamlRecordBinder} reads; what a schema cannot say,
 * such as who is {@code after} whom, is left to the checks.
 */
public final class SpecSchema {
    /** Texts may be written without quotes as numbers and truth values: they are read as they were written. */
    private static final List<String> TEXT = List.of("string", "number", "boolean");

    private final Map<String, Object> definitions = new TreeMap<>();

    private SpecSchema() {}

    /** The schema, as maps, lists and texts. */
    public static Map<String, Object> make() {
        SpecSchema schema = new SpecSchema();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "A cluster");
        root.put("description", "A cluster for `runner up -f FILE`; docs/spec.md explains it.");
        root.putAll(schema.mapping(ClusterSpec.class));
        root.put("definitions", schema.definitions);
        return root;
    }

    private Map<String, Object> of(Type type, @Nullable SchemaConstraint allowed) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Object element = of(arguments[arguments.length - 1], allowed);
            return generic.getRawType() == List.class
                    ? ordered("type", "array", "items", element)
                    : ordered("type", "object", "additionalProperties", element);
        }
        Class<?> raw = (Class<?>) type;
        return single(raw, allowed).orElseGet(() -> reference(raw));
    }

    /** The types that are written as one value and are no types of ours. */
    private static Optional<Map<String, Object>> single(Class<?> type, @Nullable SchemaConstraint allowed) {
        if (type == int.class || type == Integer.class) {
            Map<String, Object> number = ordered("type", "integer");
            if (allowed != null && allowed.min() != Integer.MIN_VALUE) {
                number.put("minimum", allowed.min());
                number.put("maximum", allowed.max());
            }
            return Optional.of(number);
        } else if (type == boolean.class || type == Boolean.class) {
            return Optional.of(ordered("type", "boolean"));
        } else if (type == Duration.class) {
            return Optional.of(ordered("type", "string", "pattern", DurationFormat.PATTERN));
        } else if (type == String.class || type == TemplateText.class) {
            return Optional.of(text(allowed));
        }
        return Optional.empty();
    }

    private static Map<String, Object> text(@Nullable SchemaConstraint allowed) {
        if (allowed != null && allowed.values().length > 0) {
            return ordered("enum", List.of(allowed.values()));
        }
        Map<String, Object> text = ordered("type", TEXT);
        if (allowed != null && !allowed.pattern().isEmpty()) {
            text.put("pattern", allowed.pattern());
        }
        return text;
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, forms(type));
        }
        return ordered("$ref", "#/definitions/" + name);
    }

    /** A value of ours may have several forms: keys with values, a list, a text. */
    private Map<String, Object> forms(Class<?> type) {
        List<Map<String, Object>> forms = new ArrayList<>();
        for (boolean fromList : new boolean[] {false, true}) {
            Method creator = RecordReflection.creator(type, fromList);
            if (creator != null) {
                forms.add(created(creator));
            }
        }
        if (RecordReflection.isMapping(type)) {
            forms.add(mapping(type));
        }
        return forms.size() == 1 ? forms.get(0) : ordered("anyOf", forms);
    }

    private Map<String, Object> created(Method creator) {
        Map<String, Object> form =
                of(creator.getGenericParameterTypes()[0], creator.getAnnotation(SchemaConstraint.class));
        if (form.containsKey("items")) {
            form.put("minItems", 1);
        }
        return form;
    }

    private Map<String, Object> mapping(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<Map<String, Object>> exclusions = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> property = property(component);
            List<String> keys = RecordReflection.keys(component);
            keys.forEach(key -> properties.put(key, property));
            if (keys.size() > 1) {
                exclusions.add(ordered("not", ordered("required", keys)));
            }
            if (SpecDefaults.isRequired(component)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> object = ordered("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("patternProperties", ordered("^" + YamlRecordBinder.EXTENSION, Map.of()));
        object.put("additionalProperties", false);
        if (!exclusions.isEmpty()) {
            object.put("allOf", exclusions);
        }
        return object;
    }

    private Map<String, Object> property(RecordComponent component) {
        AnnotatedElement accessor = component.getAccessor();
        Map<String, Object> property = new LinkedHashMap<>();
        Map<String, Object> form = of(component.getGenericType(), accessor.getAnnotation(SchemaConstraint.class));
        JsonPropertyDescription description = accessor.getAnnotation(JsonPropertyDescription.class);
        JsonProperty written = accessor.getAnnotation(JsonProperty.class);
        String text = description == null ? "" : description.value();
        if (written != null && !written.defaultValue().isEmpty()) {
            text += " Default: " + written.defaultValue() + ".";
        }
        property.put("description", text);
        if (YamlRecordBinder.mayBeEmpty(component)) {
            property.put("anyOf", List.of(form, ordered("type", "null")));
        } else if (form.containsKey("$ref")) {
            // Beside a reference draft-07 ignores everything else.
            property.put("allOf", List.of(form));
        } else {
            property.putAll(form);
        }
        return property;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
