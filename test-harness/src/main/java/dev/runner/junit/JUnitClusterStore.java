package dev.runner.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** What is kept in JUnit's stores, which close clusters when the class, the method or the whole run has ended. */
final class JUnitClusterStore {
    private static final Namespace NAMESPACE = Namespace.create(LocalClusterExtension.class);

    private final ExtensionContext context;
    private final Object owner;

    private enum Kind {
        SETTINGS,
        CLUSTER,
        /** What is to be closed with the store; a shared cluster is not in that of its classes. */
        OWNED
    }

    /** A cluster that JUnit does not close where it finds this. */
    private record Found(ManagedTestCluster live) {}

    private record Key(Object owner, Kind kind) {}

    private record SpanKey(Object owner, String uniqueId) {}

    private record SharedKey(String name) {}

    /** @param owner whose cluster it is; different ones see nothing of each other */
    JUnitClusterStore(ExtensionContext context, Object owner) {
        this.context = context;
        this.owner = owner;
    }

    private Store store() {
        return context.getStore(NAMESPACE);
    }

    void put(ClusterSettings settings) {
        store().put(new Key(owner, Kind.SETTINGS), settings);
    }

    /** Of the method, the class, or a class around it. */
    Optional<ClusterSettings> settings() {
        return Optional.ofNullable(store().get(new Key(owner, Kind.SETTINGS), ClusterSettings.class));
    }

    /** Of the method, the class, or a class around it. */
    Optional<ManagedTestCluster> find() {
        return Optional.ofNullable(store().get(new Key(owner, Kind.CLUSTER), Found.class))
                .map(Found::live);
    }

    void put(TestScope span) {
        store().put(new SpanKey(owner, context.getUniqueId()), span);
    }

    /** Of the test that this context is part of; empty where it belongs to a class. */
    Optional<TestScope> ownSpan() {
        // The context of a dynamic test has no method; that of its factory is around it.
        Optional<ExtensionContext> next = Optional.of(context);
        while (next.isPresent()) {
            ExtensionContext each = next.get();
            TestScope span = each.getStore(NAMESPACE).get(new SpanKey(owner, each.getUniqueId()), TestScope.class);
            if (span != null) {
                return Optional.of(span);
            }
            next = each.getParent();
        }
        return Optional.empty();
    }

    /** In the store before it starts, so that whatever happens meanwhile, it is closed. */
    ManagedTestCluster start(ClusterSettings settings, String name) throws InterruptedException {
        ManagedTestCluster live =
                new ManagedTestCluster(settings, TestScope.fromTheBeginning(name, ReportDirectories.of(context)));
        store().put(new Key(owner, Kind.OWNED), live);
        store().put(new Key(owner, Kind.CLUSTER), new Found(live));
        live.start();
        return live;
    }

    /** The cluster of that name, which the first class that wants it starts. */
    void share(ClusterSettings settings) throws InterruptedException {
        String name = String.valueOf(settings.shared());
        SharedClusterResource shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        new SharedKey(name), key -> new SharedClusterResource(settings), SharedClusterResource.class);
        TestScope first = TestScope.fromTheBeginning(
                "the start of the shared cluster '" + name + "'", ReportDirectories.of(context));
        store().put(new Key(owner, Kind.CLUSTER), new Found(shared.started(settings, first)));
    }
}
