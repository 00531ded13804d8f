package dev.runner.integration;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects the {@link Sandbox}: one for a method with such a parameter, one for the class if {@code @BeforeAll} has it,
 * and one for the whole run with {@link SharedForegroundCluster}. Prints output and logs if a test fails.
 */
final class SandboxExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Sandbox.class || type == SharedForegroundCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == SharedForegroundCluster.class) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(
                            SharedForegroundCluster.class,
                            key -> SharedForegroundCluster.start(),
                            SharedForegroundCluster.class);
        }
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Sandbox.class, key -> sandbox(), Sandbox.class);
    }

    private static Sandbox sandbox() {
        try {
            return new Sandbox(UnpackedRelease.shared());
        } catch (IOException e) {
            throw new AssertionError("no temporary directory can be made", e);
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Sandbox sandbox = context.getStore(NAMESPACE).get(Sandbox.class, Sandbox.class);
        if (sandbox != null && context.getExecutionException().isPresent()) {
            context.publishReportEntry("sandbox", sandbox.report());
        }
    }
}
