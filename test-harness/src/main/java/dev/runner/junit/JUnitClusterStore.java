package dev.runner.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Keeps clusters in JUnit's stores, which close them at the end of the method, the class or the whole run. */
final class JUnitClusterStore {
    private static final Namespace NAMESPACE = Namespace.create(LocalClusterExtension.class);

    private final ExtensionContext context;
    private final Object owner;

    private enum Kind {
        SETTINGS,
        CLUSTER,
        /** The cluster of a store, which closes it. A shared cluster is not in the stores of its classes. */
        OWNED
    }

    /** A reference to a cluster; JUnit does not close the cluster with it. */
    private record Found(ManagedTestCluster live) {}

    private record Key(Object owner, Kind kind) {}

    private record SpanKey(Object owner, String uniqueId) {}

    private record SharedKey(String name) {}

    /** @param owner separates the clusters of different extensions */
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

    /** The cluster of the method, the class, or an enclosing class. */
    Optional<ClusterSettings> settings() {
        return Optional.ofNullable(store().get(new Key(owner, Kind.SETTINGS), ClusterSettings.class));
    }

    /** The cluster of the method, the class, or an enclosing class. */
    Optional<ManagedTestCluster> find() {
        return Optional.ofNullable(store().get(new Key(owner, Kind.CLUSTER), Found.class))
                .map(Found::live);
    }

    void put(TestScope span) {
        store().put(new SpanKey(owner, context.getUniqueId()), span);
    }

    /** The method of the test that this context belongs to; empty for the context of a class. */
    Optional<TestScope> ownSpan() {
        // The context of a dynamic test has no method; the context of its factory encloses it.
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

    /** Puts the cluster in the store before starting it, so that it is closed in any case. */
    ManagedTestCluster start(ClusterSettings settings, String name) throws InterruptedException {
        ManagedTestCluster live =
                new ManagedTestCluster(settings, TestScope.fromTheBeginning(name, ReportDirectories.of(context)));
        store().put(new Key(owner, Kind.OWNED), live);
        store().put(new Key(owner, Kind.CLUSTER), new Found(live));
        live.start();
        return live;
    }

    /** The shared cluster of this name, which the first class that needs it starts. */
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
