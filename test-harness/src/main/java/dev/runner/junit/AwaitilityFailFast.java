package dev.runner.junit;

import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Ends Awaitility's waits when the cluster fails. Awaitility ignores interrupts, so this sets its default fail-fast
 * condition, which is evaluated on the waiting thread before each poll. It is set again for each guarded part of a
 * test, because {@code Awaitility.reset()} removes it. A condition that the test has set is left alone; such a test
 * fails when its wait times out.
 */
final class AwaitilityFailFast {
    private static final String REASON = "the cluster has failed";
    private static final Callable<Boolean> STRUCK = FailureInterrupter::hasInterruptedThisThread;

    private AwaitilityFailFast() {}

    static void arm() {
        try {
            if (current() == null) {
                Awaitility.setDefaultFailFastCondition(REASON, STRUCK);
            }
        } catch (NoSuchMethodError e) {
            // The test's build uses an Awaitility before 4.2: its waits end when they time out.
            return;
        }
    }

    private static @Nullable Object current() {
        try {
            Field field = Awaitility.class.getDeclaredField("defaultFailFastCondition");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // A later version has renamed the field, or its module is closed: the condition counts as not set.
            return null;
        }
    }
}
