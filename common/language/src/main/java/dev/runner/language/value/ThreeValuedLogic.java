package dev.runner.language.value;

import org.jspecify.annotations.Nullable;

/** Kleene's three-valued logic: true, false, and null for none and every other value. */
public final class ThreeValuedLogic {
    private ThreeValuedLogic() {}

    public static @Nullable Boolean truth(@Nullable Object value) {
        return value instanceof Boolean truth ? truth : null;
    }

    public static @Nullable Boolean not(@Nullable Object value) {
        return value instanceof Boolean truth ? (Boolean) !truth : null;
    }
}
