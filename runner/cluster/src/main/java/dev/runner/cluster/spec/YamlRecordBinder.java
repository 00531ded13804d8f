package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runner.cluster.template.TemplateText;
import dev.runner.util.SpellingSuggestion;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Makes records of YAML nodes, driven by the records and their Jackson annotations. Jackson's own binding was not
 * used: it stops at the first mistake, knows no line of a value whose mistake is found later, loses aliases, and
 * takes three times as long in a JVM that has just started.
 *
 * <p>A mapping is bound to the components that carry {@link JsonProperty}; a single text or a list to a static
 * {@link JsonCreator} of that one parameter. An aliased node is read once per alias and never deeper than the records
 * are, so that aliases cannot multiply.
 */
final class YamlRecordBinder {
    /** How keys begin that are for the writer of the spec alone: blocks to share by an anchor, as in Compose. */
    static final String EXTENSION = "x-";

    private final SpecProblemCollector problems;
    private final Map<String, Node> places = new LinkedHashMap<>();

    YamlRecordBinder(SpecProblemCollector problems) {
        this.problems = problems;
    }

    /** The nodes that were read, by path: {@code members.zk.after[0]}; keys of maps under {@link #keyOf}. */
    Map<String, Node> places() {
        return places;
    }

    /** Where {@link #places} has the key of a map's entry. */
    static String keyOf(String path) {
        return path + "#key";
    }

    /** The value, or null after a mistake that was reported. */
    <T> @Nullable T bind(Class<T> type, Node node, String path) {
        return type.cast(value(type, node, path));
    }

    private @Nullable Object value(Type type, Node node, String path) {
        places.put(path, node);
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == List.class ? list(element, node, path) : map(element, node, path);
        }
        Class<?> raw = (Class<?>) type;
        if (node instanceof MappingNode mapping
                && RecordReflection.isMapping(raw)
                && !YamlNodeDescriber.looksLikeTemplate(node)) {
            return record(raw, mapping, path);
        }
        if (node instanceof SequenceNode && RecordReflection.creator(raw, true) != null) {
            return create(raw, true, node, path);
        }
        return node instanceof ScalarNode scalar ? scalar(raw, scalar, path) : mismatch(raw, node, path);
    }

    private @Nullable Object scalar(Class<?> type, ScalarNode node, String path) {
        if (YamlNodeDescriber.isNull(node)) {
            return mismatch(type, node, path);
        }
        if (type == TemplateText.class) {
            return YamlScalars.template(node, problems);
        }
        if (RecordReflection.creator(type, false) != null) {
            return create(type, false, node, path);
        }
        try {
            Object value = YamlScalars.read(type, node.getValue());
            return value == null ? mismatch(type, node, path) : value;
        } catch (IllegalArgumentException e) {
            return report(node, path, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object list(Type element, Node node, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            return report(node, path, "must be a list, like [a, b], but is " + YamlNodeDescriber.describe(node));
        }
        List<Object> values = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            Object value = value(element, each, path + "[" + values.size() + "]");
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return Collections.unmodifiableList(values);
    }

    private @Nullable Object map(Type element, Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return report(node, path, "must have keys with values, but is " + YamlNodeDescriber.describe(node));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        YamlMappingEntries.of(mapping, problems).forEach((key, entry) -> {
            String child = path + "." + key;
            places.put(keyOf(child), entry.key());
            Object value = value(element, entry.value(), child);
            if (value != null) {
                values.put(key, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object record(Class<?> type, MappingNode mapping, String path) {
        Map<String, YamlMappingEntries.Entry> entries = YamlMappingEntries.of(mapping, problems);
        RecordComponent[] components = type.getRecordComponents();
        List<String> known = Arrays.stream(components)
                .flatMap(each -> RecordReflection.keys(each).stream())
                .toList();
        Set<String> meant = unknownKeys(entries, known, path);
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            YamlMappingEntries.Entry entry = entry(components[i], entries);
            arguments[i] = component(
                    components[i],
                    entry,
                    meant,
                    path.isEmpty() ? mapping : places.getOrDefault(keyOf(path), mapping),
                    path);
            complete &= arguments[i] != null || !SpecDefaults.isRequired(components[i]);
        }
        return complete ? construct(type, arguments, mapping, path) : null;
    }

    /** The entry of a component, under whichever of its keys; two of them would contradict each other. */
    private YamlMappingEntries.@Nullable Entry entry(
            RecordComponent component, Map<String, YamlMappingEntries.Entry> entries) {
        List<String> written = RecordReflection.keys(component).stream()
                .filter(entries::containsKey)
                .toList();
        for (String second : written.subList(Math.min(1, written.size()), written.size())) {
            problems.add(
                    Objects.requireNonNull(entries.get(second)).key(),
                    "`" + written.get(0) + "` and `" + second + "` are two names of one key; keep one of them");
        }
        return written.isEmpty() ? null : entries.get(written.get(0));
    }

    /** Reports them; returns the keys that were meant, which are not missing then. */
    private Set<String> unknownKeys(Map<String, YamlMappingEntries.Entry> entries, List<String> known, String path) {
        Set<String> meant = new HashSet<>();
        entries.forEach((key, entry) -> {
            if (!known.contains(key) && !key.startsWith(EXTENSION)) {
                String where = path.isEmpty() ? "" : " in " + inWords(path);
                problems.add(
                        entry.key(), "unknown key `" + key + "`" + where + "; " + SpellingSuggestion.hint(key, known));
                SpellingSuggestion.nearest(key, known).ifPresent(meant::add);
            }
        });
        return meant;
    }

    private @Nullable Object component(
            RecordComponent component,
            YamlMappingEntries.@Nullable Entry entry,
            Set<String> meant,
            Node parent,
            String path) {
        String child = path.isEmpty() ? component.getName() : path + "." + component.getName();
        if (entry != null && !(YamlNodeDescriber.isNull(entry.value()) && mayBeEmpty(component))) {
            Object value = value(component.getGenericType(), entry.value(), child);
            return value == null ? SpecDefaults.of(component) : value;
        }
        if (entry == null && SpecDefaults.isRequired(component) && !meant.contains(component.getName())) {
            String where = path.isEmpty() ? "the spec" : inWords(path);
            problems.add(parent, where + " has no `" + component.getName() + "`; " + SpecDefaults.example(component));
        }
        return SpecDefaults.of(component);
    }

    /** A section whose entries are all commented out is written on purpose; any other key without a value is not. */
    static boolean mayBeEmpty(RecordComponent component) {
        Class<?> type = component.getType();
        return !SpecDefaults.isRequired(component)
                && (type == List.class
                        || type == Map.class
                        || (SpecDefaults.of(component) != null && RecordReflection.isMapping(type)));
    }

    private @Nullable Object construct(Class<?> type, @Nullable Object[] arguments, Node node, String path) {
        try {
            return RecordReflection.make(type, arguments);
        } catch (IllegalArgumentException e) {
            return report(node, path, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object create(Class<?> type, boolean fromList, Node node, String path) {
        Method creator = RecordReflection.creator(type, fromList);
        if (creator == null) {
            return mismatch(type, node, path);
        }
        Object argument = value(creator.getGenericParameterTypes()[0], node, path);
        if (argument == null) {
            return null;
        }
        try {
            return RecordReflection.call(creator, argument);
        } catch (IllegalArgumentException e) {
            return report(node, path, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object mismatch(Class<?> type, Node node, String path) {
        List<String> shapes = new ArrayList<>();
        if (RecordReflection.isMapping(type)) {
            shapes.add("keys with values");
        }
        if (RecordReflection.creator(type, true) != null) {
            shapes.add("a list");
        }
        if (!type.isRecord() || RecordReflection.creator(type, false) != null || type == TemplateText.class) {
            shapes.add(type == int.class || type == Integer.class ? "a whole number" : "a text");
        }
        return report(
                node, path, "must be " + String.join(" or ", shapes) + ", but is " + YamlNodeDescriber.describe(node));
    }

    private @Nullable Object report(Node node, String path, String message) {
        problems.add(node, "`" + path + "`: " + message);
        return null;
    }

    private static String inWords(String path) {
        boolean member = path.startsWith("members.") && path.indexOf('.', 8) < 0;
        return member ? "member `" + path.substring(8) + "`" : "`" + path + "`";
    }
}
