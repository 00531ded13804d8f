package dev.runner.junit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster that several classes share: the first of them starts it, and the others wait for it. */
@SuppressWarnings("deprecation") // CloseableResource: JUnit before 5.13 closes nothing else.
final class SharedClusterResource implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final ClusterSettings settings;
    private @Nullable ManagedTestCluster live;

    SharedClusterResource(ClusterSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns the started cluster.
     *
     * @param first the scope of the start, if this call starts it
     * @throws ExtensionConfigurationException if it was started with other settings
     * @throws ClusterFailedError if it cannot be started, now or before
     */
    synchronized ManagedTestCluster started(ClusterSettings wanted, TestScope first) throws InterruptedException {
        if (!wanted.equals(settings)) {
            throw new ExtensionConfigurationException("the shared cluster '" + settings.shared()
                    + "' was started with other settings: " + settings + "; this class wants: " + wanted
                    + ". Put @SharedCluster and @LocalCluster on one annotation that all of its classes use");
        }
        if (live == null) {
            live = new ManagedTestCluster(settings, first);
            live.start();
        } else if (!live.isStarted()) {
            throw new ClusterFailedError(
                    "the shared cluster '" + settings.shared() + "' could not be started before, for another class",
                    null);
        }
        return live;
    }

    @Override
    public synchronized void close() throws IOException {
        if (live != null) {
            live.close();
        }
    }
}
