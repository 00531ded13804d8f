package dev.runner.http.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a record type, in their order, and its constructor. Looked up once for each type. */
final class RecordDescriptor {

    /** One component. */
    record Field(int index, String name, Type type, Method accessor) {

        @Nullable Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(accessor + " cannot be read; wire records are public", e);
            }
        }
    }

    private static final ClassValue<RecordDescriptor> SHAPES = new ClassValue<>() {
        @Override
        protected RecordDescriptor computeValue(Class<?> type) {
            return new RecordDescriptor(type);
        }
    };

    private final List<Field> fields;
    private final boolean verbatim;
    private final Constructor<?> constructor;

    private RecordDescriptor(Class<?> type) {
        this.verbatim = VerbatimRecord.class.isAssignableFrom(type);
        RecordComponent[] components = type.getRecordComponents();
        List<Field> found = new ArrayList<>();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            types[i] = component.getType();
            String name = verbatim ? component.getName() : snakeCase(component.getName());
            found.add(new Field(i, name, component.getGenericType(), component.getAccessor()));
        }
        this.fields = List.copyOf(found);
        try {
            this.constructor = type.getConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no public constructor; wire records are public", e);
        }
    }

    static RecordDescriptor of(Class<?> type) {
        return SHAPES.get(type);
    }

    List<Field> fields() {
        return fields;
    }

    /** Whether a component is written that has this value. */
    boolean writes(@Nullable Object value) {
        return verbatim || value != null;
    }

    @Nullable Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /**
     * Makes a record.
     *
     * @throws IllegalArgumentException with the record's own message, when it refuses a value, or naming a missing one
     */
    Object create(@Nullable Object[] values) {
        for (Field field : fields) {
            if (values[field.index()] == null && field.type() instanceof Class<?> kind && kind.isPrimitive()) {
                throw new IllegalArgumentException(field.name() + " is required");
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalArgumentException("the values do not belong together", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " cannot be called", e);
        }
    }

    private static String snakeCase(String camelCase) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_').append(Character.toLowerCase(c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
