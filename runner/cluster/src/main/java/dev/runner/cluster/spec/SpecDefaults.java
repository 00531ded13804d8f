package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runner.cluster.template.TemplateText;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key means that is not in the file: read off the same annotations that document it. */
final class SpecDefaults {
    private SpecDefaults() {}

    static boolean isRequired(RecordComponent component) {
        return component.getAccessor().getAnnotation(JsonProperty.class).required();
    }

    /** The default of a component; null where it is required, or nullable and without one. */
    static @Nullable Object of(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        Class<?> type = component.getType();
        if (!property.defaultValue().isEmpty()) {
            return type == List.class
                    ? list(component, property.defaultValue())
                    : single(type, property.defaultValue());
        }
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (property.required() || nullable) {
            return null;
        }
        if (type == List.class) {
            return List.of();
        }
        return type == Map.class ? Map.of() : ofRecord(type);
    }

    static String example(RecordComponent component) {
        return switch (component.getName()) {
            case "command" -> "say what to start, like command: [java, -version]";
            case "members" -> "say what runs, like members: {zk: {command: [..]}}";
            case "port" -> "say which one, like port: 8080";
            default -> "it is required";
        };
    }

    /** The record that an empty mapping stands for. */
    private static Object ofRecord(Class<?> type) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            arguments.add(of(component));
        }
        return RecordReflection.make(type, arguments.toArray());
    }

    private static Object list(RecordComponent component, String text) {
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return Arrays.stream(text.split(",")).map(each -> single(element, each)).toList();
    }

    private static Object single(Class<?> type, String text) {
        Object value = YamlScalars.read(type, text);
        if (value != null) {
            return value;
        }
        Method creator = RecordReflection.creator(type, false);
        if (creator != null) {
            boolean template = creator.getParameterTypes()[0] == TemplateText.class;
            return RecordReflection.call(creator, template ? TemplateText.of(text) : text);
        }
        throw new IllegalStateException("no default for a " + type);
    }
}
