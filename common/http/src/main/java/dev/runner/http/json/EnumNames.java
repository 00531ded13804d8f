package dev.runner.http.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of an enum's constants in JSON, in lower case. Made once for each type. */
final class EnumNames {

    private static final ClassValue<EnumNames> ALL = new ClassValue<>() {
        @Override
        protected EnumNames computeValue(Class<?> type) {
            return new EnumNames(type);
        }
    };

    private final Map<Enum<?>, String> names = new LinkedHashMap<>();
    private final Map<String, Enum<?>> constants = new HashMap<>();

    private EnumNames(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            Enum<?> named = (Enum<?>) constant;
            String name = named.name().toLowerCase(Locale.ROOT);
            names.put(named, name);
            constants.put(name, named);
        }
    }

    static EnumNames of(Class<?> type) {
        return ALL.get(type);
    }

    static String of(Enum<?> constant) {
        return String.valueOf(of(constant.getDeclaringClass()).names.get(constant));
    }

    @Nullable Enum<?> constant(String name) {
        return constants.get(name);
    }

    /** In the order of the constants. */
    List<String> names() {
        return List.copyOf(names.values());
    }
}
