package dev.runner.junit;

import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Lets the failure of a cluster end what a test waits for by Awaitility, which does not heed interrupts: by the default
 * fail-fast condition, which Awaitility asks on the waiting thread before each poll. It is set again for each guarded
 * piece of a test, as {@code Awaitility.reset()} takes it away. One that the test has set itself is left alone; such a
 * test fails when its own wait is over.
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
            // An Awaitility before 4.2, which the test's build has chosen: its waits end when they are over.
            return;
        }
    }

    private static @Nullable Object current() {
        try {
            Field field = Awaitility.class.getDeclaredField("defaultFailFastCondition");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // A later version that keeps it elsewhere, or a closed module: then it is taken for unset.
            return null;
        }
    }
}
