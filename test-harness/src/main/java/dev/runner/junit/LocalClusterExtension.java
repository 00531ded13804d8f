package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Starts clusters for tests, like {@link LocalCluster}, with settings that an annotation cannot express:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
 *         .spec(Path.of("deploy/cluster.yaml"))
 *         .hosts(3)
 *         .environment("LOG_LEVEL", "debug")
 *         .build();
 * }</pre>
 *
 * <p>In a static field it starts one cluster for the class, in an instance field one for each method.
 */
public final class LocalClusterExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                InvocationInterceptor {
    private final @Nullable ClusterSettings programmatic;

    /** For JUnit; reads the settings from {@link LocalCluster} on the test class. */
    LocalClusterExtension() {
        this.programmatic = null;
    }

    LocalClusterExtension(ClusterSettings programmatic) {
        this.programmatic = programmatic;
    }

    /** Creates a builder whose defaults are the default cluster, one for the class. */
    public static LocalClusterBuilder builder() {
        return new LocalClusterBuilder();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        ClusterSettings settings =
                programmatic != null ? programmatic : ClusterSettings.of(context.getRequiredTestClass());
        if (settings == null) {
            // A nested class without its own annotation uses that of the enclosing class.
            return;
        }
        JUnitClusterStore store = store(context);
        store.put(settings);
        if (settings.shared() != null) {
            store.share(settings);
        } else if (!settings.perMethod()) {
            store.start(settings, nameOf(context));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        JUnitClusterStore store = store(context);
        ClusterSettings settings =
                store.settings().or(() -> Optional.ofNullable(programmatic)).orElseThrow();
        ManagedTestCluster found = settings.perMethod() ? null : store.find().orElse(null);
        ManagedTestCluster live = found == null ? store.start(settings, nameOf(context)) : found;
        ClusterFailure before = live.watch().failure();
        if (before != null) {
            throw ClusterFailureMessages.before(before, live.failedIn());
        }
        store.put(found == null ? live.span() : live.begin(nameOf(context), ReportDirectories.of(context)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        JUnitClusterStore store = store(context);
        TestScope span = store.ownSpan().orElse(null);
        ManagedTestCluster live = store.find().orElse(null);
        if (live != null && span != null) {
            live.ended();
            new TestCompletion(live, span).end(context.getExecutionException().orElse(null));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Throwable thrown = context.getExecutionException().orElse(null);
        ManagedTestCluster live = store(context).find().orElse(null);
        if (live != null && live.isStarted() && thrown != null) {
            new TestCompletion(live, live.wholeSpan(nameOf(context), ReportDirectories.of(context))).end(thrown);
        }
    }

    private JUnitClusterStore store(ExtensionContext context) {
        return new JUnitClusterStore(context, programmatic == null ? LocalClusterExtension.class : this);
    }

    /** {@code FailoverTest.eventsFlow}, with the display name of an invocation where there are several. */
    private static String nameOf(ExtensionContext context) {
        String ofClass = context.getRequiredTestClass().getSimpleName();
        String method = context.getTestMethod().map(Method::getName).orElse("");
        String display = context.getDisplayName();
        if (method.isEmpty()) {
            return ofClass;
        }
        return ofClass + "." + method + (display.startsWith(method) ? "" : " (" + display + ")");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class
                || type == Member.class
                || isMembers(parameter.getParameter().getParameterizedType());
    }

    private static boolean isMembers(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == List.class
                && generic.getActualTypeArguments()[0] == Member.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ManagedTestCluster live = store(context)
                .find()
                .orElseThrow(() -> new ParameterResolutionException(
                        "with a cluster for each method there is none yet: constructors and @BeforeAll methods"
                                + " cannot take it as a parameter, @BeforeEach and test methods can"));
        TestScope own = store(context).ownSpan().orElse(null);
        Cluster cluster = own == null ? new Cluster(live, live::span) : new Cluster(live, () -> own);
        Class<?> type = parameter.getParameter().getType();
        if (type == Cluster.class) {
            return cluster;
        }
        return type == List.class
                ? cluster.members()
                : member(cluster, parameter.findAnnotation(OfMember.class).map(OfMember::value));
    }

    private static Member member(Cluster cluster, Optional<String> name) {
        if (name.isEmpty() && cluster.members().size() == 1) {
            return cluster.members().get(0);
        }
        try {
            return cluster.member(name.orElseThrow(() ->
                    new ParameterResolutionException("name the member with @OfMember(\"NAME\"); the members are "
                            + String.join(
                                    ", ",
                                    cluster.members().stream().map(Member::name).toList()))));
        } catch (IllegalArgumentException e) {
            throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private <T extends @Nullable Object> T guarded(Invocation<T> invocation, ExtensionContext context)
            throws Throwable {
        ManagedTestCluster live = store(context).find().orElse(null);
        if (live == null) {
            return invocation.proceed();
        }
        TestScope span = store(context).ownSpan().orElse(live.span());
        return new FailFastInvocation(live, span).run(invocation);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        return guarded(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        try {
            guarded(invocation, context);
        } catch (Throwable e) {
            // JUnit does not report the failure of a dynamic test to the callbacks that write the report.
            store(context).ownSpan().ifPresent(span -> span.failed(e));
            throw e;
        }
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        guarded(invocation, context);
    }
}
