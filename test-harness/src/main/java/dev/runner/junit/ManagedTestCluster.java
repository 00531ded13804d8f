package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import dev.runner.cluster.ClusterListener;
import dev.runner.cluster.ClusterOptions;
import dev.runner.cluster.ClusterOutcome;
import dev.runner.cluster.ClusterStatus;
import dev.runner.cluster.MachineNotReadyException;
import dev.runner.cluster.MemberStatus;
import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.logs.LogPosition;
import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.spec.SpecException;
import dev.runner.util.DirectoryDeleter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running cluster for tests, held and closed by JUnit's store. */
@SuppressWarnings("deprecation") // CloseableResource: JUnit before 5.13 closes nothing else.
final class ManagedTestCluster implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final ClusterSettings settings;
    private final FailureInterrupter watch = new FailureInterrupter();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final TestScope first;
    private volatile TestScope span;
    private volatile boolean started;
    /** The number of tests that are using the cluster. */
    private final AtomicInteger running = new AtomicInteger();

    private volatile @Nullable TestScope failedIn;
    private @Nullable ProcessCluster cluster;

    /** @param first the scope of the start */
    ManagedTestCluster(ClusterSettings settings, TestScope first) {
        this.settings = settings;
        this.first = first;
        this.span = first;
    }

    ClusterSettings settings() {
        return settings;
    }

    FailureInterrupter watch() {
        return watch;
    }

    /** The running cluster. */
    ProcessCluster library() {
        return Objects.requireNonNull(cluster, "the cluster has not been started");
    }

    /** The scope of current events: that of the test that started last. */
    TestScope span() {
        return span;
    }

    /** The test in which the cluster failed; null if it has not failed. */
    @Nullable TestScope failedIn() {
        return failedIn;
    }

    /**
     * Starts the cluster and waits until it is ready.
     *
     * @throws ClusterFailedError if it cannot be started or is not ready in time; the report has been written then
     * @throws ExtensionConfigurationException if its spec has mistakes
     */
    void start() throws InterruptedException {
        var unused = PoolWorker.call(this::startAndWait);
    }

    private boolean startAndWait() throws InterruptedException {
        try {
            ProcessCluster prepared = prepare();
            cluster = prepared;
            prepared.listen(new News());
            prepared.start();
            CompletableFuture.anyOf(ready, prepared.ended().thenApply(ManagedTestCluster::endedEarly))
                    .get();
            started = true;
            MembersStartArchive.buildInBackground(prepared, settings.program(), System.getenv());
            return true;
        } catch (ExecutionException e) {
            throw notStarted(e.getCause());
        } catch (MachineNotReadyException e) {
            throw notStarted(e);
        } catch (SpecException e) {
            throw new ExtensionConfigurationException("the cluster's spec has mistakes:\n" + e.getMessage(), e);
        }
    }

    private ProcessCluster prepare() throws MachineNotReadyException {
        try {
            Path directory = Files.createTempDirectory("runner-").toRealPath();
            boolean prepared = false;
            try {
                ClusterOptions options = settings.options(directory.resolve("cluster"));
                ProcessCluster made = NetworkLeaseWaiter.prepare(options);
                prepared = true;
                return made;
            } finally {
                if (!prepared) {
                    DirectoryDeleter.delete(directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made for the cluster", e);
        }
    }

    private static ClusterOutcome endedEarly(ClusterOutcome outcome) {
        throw new IllegalStateException(
                "the cluster ended before it was ready: " + outcome.name().toLowerCase(java.util.Locale.ROOT));
    }

    private ClusterFailedError notStarted(@Nullable Throwable why) {
        ClusterFailure fatal = watch.failure();
        String reason = fatal == null
                ? String.valueOf(why == null ? "" : why.getMessage())
                : ClusterFailureMessages.describe(fatal);
        if (cluster == null) {
            return new ClusterFailedError("the cluster could not be started: " + reason, null);
        }
        ClusterFailedError error = new ClusterFailedError(
                "the cluster could not be started: " + reason + "\n  the report: "
                        + span.reportDirectory().resolve(TestReportWriter.PAGE),
                null);
        new TestReportWriter(this, span, error).write();
        return error;
    }

    /** Whether the cluster has been ready once. */
    boolean isStarted() {
        return started;
    }

    /** The scope of everything since the start. */
    TestScope wholeSpan(String name, Path reportDirectory) {
        return first.as(name, reportDirectory);
    }

    /**
     * Begins the scope of a test, with all members running.
     *
     * @throws ClusterFailedError if the cluster does not become ready again after an earlier test
     */
    TestScope begin(String name, Path reportDirectory) {
        if (running.incrementAndGet() == 1 && settings.heal() && ClusterHealer.isNeeded(this)) {
            heal(name);
        }
        Map<String, LogPosition> marks = new HashMap<>();
        try {
            for (PlannedMember member : library().plan().members()) {
                marks.put(member.name(), LogPosition.endOf(library().log(member.name())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cluster's logs cannot be read", e);
        }
        TestScope next = new TestScope(name, reportDirectory, Instant.now(), marks);
        span = next;
        return next;
    }

    private void heal(String name) {
        AwaitilityFailFast.arm();
        FailureInterrupter.Guard guard = watch.enter();
        RuntimeException thrown = null;
        try {
            ClusterHealer.heal(this, span, ClusterHealer.PATIENCE);
        } catch (RuntimeException e) {
            thrown = e;
        }
        ClusterFailure fatal = watch.leave(guard) ? watch.failure() : null;
        if (fatal != null || thrown != null) {
            running.decrementAndGet();
            String why =
                    fatal != null ? ClusterFailureMessages.describe(fatal) : thrown == null ? "" : thrown.getMessage();
            throw new ClusterFailedError(
                    "the cluster did not become ready again for " + name + ", after " + span.name() + ": " + why,
                    thrown);
        }
    }

    /** Ends one of the tests that have begun. */
    void ended() {
        running.decrementAndGet();
    }

    ClusterPlan plan() {
        return library().plan();
    }

    ClusterStatus status() {
        return library().status();
    }

    List<String> names() {
        return plan().members().stream().map(PlannedMember::name).toList();
    }

    /** @throws IllegalArgumentException if there is no such member; the message lists the members */
    MemberStatus status(String member) {
        return status().members().stream()
                .filter(each -> each.planned().name().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no member '" + member + "'; the members are " + String.join(", ", names())));
    }

    /** Kills the members and deletes the cluster's directory. */
    @Override
    public void close() throws IOException {
        ProcessCluster closing = cluster;
        if (closing != null) {
            var unused = PoolWorker.call(() -> {
                closing.close();
                DirectoryDeleter.delete(
                        Objects.requireNonNull(closing.directory().getParent()));
                return true;
            });
        }
    }

    /** Receives the cluster's events on the supervisor's thread, which must not be blocked. */
    private final class News implements ClusterListener {
        @Override
        public void onReady(Duration took) {
            ready.completeAsync(() -> null);
        }

        @Override
        public void onFatal(ClusterFailure error) {
            if (!settings.keepGoing() || !ready.isDone() || error.isOfSupervision()) {
                failedIn = span;
                watch.failed(error);
                ready.completeExceptionally(new IllegalStateException(error.headline()));
            }
        }
    }
}
