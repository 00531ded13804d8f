package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a class whose cluster in this JVM has left a process behind. A {@link Sandbox} checks its own processes.
 */
final class OrphanProcessCheck implements BeforeAllCallback {
    /** A variable that every process of such a cluster inherits. */
    static final String MARK = "MULTIHOST_TEST_RUN";

    /** Its value, the same for all classes, because they run one at a time. */
    static final String RUN = UUID.randomUUID().toString();

    /** JUnit closes resources in reverse order: this one after the cluster, which is started later. */
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(Namespace.create(OrphanProcessCheck.class))
                .put(MARK, (AutoCloseable) OrphanProcessCheck::check);
    }

    private static void check() {
        assertThat(ProcInspector.withEnvironment(environment -> RUN.equals(environment.get(MARK))))
                .as("processes that outlived their cluster")
                .isEmpty();
    }
}
