package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the annotated records of a spec can be made of, by reflection. */
final class RecordReflection {
    private RecordReflection() {}

    /** Whether a value is written as keys with values. */
    static boolean isMapping(Class<?> type) {
        return type.isRecord() && type.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonProperty.class);
    }

    /** The keys that a component can be written under: its own name, and those of other tools for the same thing. */
    static List<String> keys(RecordComponent component) {
        JsonAlias alias = component.getAccessor().getAnnotation(JsonAlias.class);
        return alias == null
                ? List.of(component.getName())
                : Stream.concat(Stream.of(component.getName()), Arrays.stream(alias.value()))
                        .toList();
    }

    /** The method that makes a value of a list or of a single text; null where there is none. */
    static @Nullable Method creator(Class<?> type, boolean fromList) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonCreator.class)
                    && (method.getParameterTypes()[0] == List.class) == fromList) {
                return method;
            }
        }
        return null;
    }

    /**
     * Makes a record.
     *
     * @throws IllegalArgumentException of the record itself, with a message for the user
     */
    static Object make(Class<?> type, @Nullable Object[] arguments) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(parameters).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw mistake(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /**
     * Calls a creator.
     *
     * @throws IllegalArgumentException of the creator itself, with a message for the user
     */
    static Object call(Method creator, Object argument) {
        try {
            return creator.invoke(null, argument);
        } catch (InvocationTargetException e) {
            throw mistake(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(creator + " cannot be called", e);
        }
    }

    private static IllegalArgumentException mistake(InvocationTargetException e) {
        if (e.getCause() instanceof IllegalArgumentException mistake) {
            return mistake;
        }
        throw new IllegalStateException("a value of a spec could not be made", e.getCause());
    }
}
