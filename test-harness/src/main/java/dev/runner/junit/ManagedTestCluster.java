package dev.runner.junit;

import dev.runner.util.DirectoryDeleter;
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

/** A cluster that runs for tests: what the store of JUnit holds and closes. */
@SuppressWarnings("deprecation") // CloseableResource: the only one that JUnit before 5.13 closes.
final class ManagedTestCluster implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final ClusterSettings settings;
    private final FailureInterrupter watch = new FailureInterrupter();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final TestScope first;
    private volatile TestScope span;
    private volatile boolean started;
    /** How many tests use it now. */
    private final AtomicInteger running = new AtomicInteger();

    private volatile @Nullable TestScope failedIn;
    private @Nullable ProcessCluster cluster;

    /** @param first what its start belongs to */
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

    /** The running cluster of the library. */
    ProcessCluster library() {
        return Objects.requireNonNull(cluster, "the cluster has not been started");
    }

    /** What happens now belongs to; with tests that run at the same time, to the one that began last. */
    TestScope span() {
        return span;
    }

    /** In which test it has failed; null while it has not. */
    @Nullable TestScope failedIn() {
        return failedIn;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @throws ClusterFailedError where it could not be started or was not ready in time; the report is written
     * @throws ExtensionConfigurationException for mistakes in its spec
     */
    void start() throws InterruptedException {
        try {
            ProcessCluster prepared = prepare();
            cluster = prepared;
            prepared.listen(new News());
            prepared.start();
            CompletableFuture.anyOf(ready, prepared.ended().thenApply(ManagedTestCluster::endedEarly))
                    .get();
            started = true;
            MembersStartArchive.buildInBackground(prepared, settings.program(), System.getenv());
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

    /** Whether it has been ready once. */
    boolean isStarted() {
        return started;
    }

    /** All since it began to start. */
    TestScope wholeSpan(String name, Path reportDirectory) {
        return first.as(name, reportDirectory);
    }

    /**
     * From now on lines and events belong to this test, which begins with all members running.
     *
     * @throws ClusterFailedError where an earlier test has left it so that it does not become ready again
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

    /** One of the tests that had begun is over. */
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

    /** @throws IllegalArgumentException where there is no such member, with the names that there are */
    MemberStatus status(String member) {
        return status().members().stream()
                .filter(each -> each.planned().name().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no member '" + member + "'; there are " + String.join(", ", names())));
    }

    /** Kills what still runs, and removes all that it has written. */
    @Override
    public void close() throws IOException {
        ProcessCluster closing = cluster;
        if (closing != null) {
            closing.close();
            DirectoryDeleter.delete(Objects.requireNonNull(closing.directory().getParent()));
        }
    }

    /** What the library tells, on a thread that must not be held up. */
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
