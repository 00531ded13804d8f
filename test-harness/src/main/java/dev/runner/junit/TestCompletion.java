package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Completes a test: writes its report and throws the failure of its cluster. */
final class TestCompletion {
    private final ManagedTestCluster live;
    private final TestScope span;

    TestCompletion(ManagedTestCluster live, TestScope span) {
        this.live = live;
        this.span = span;
    }

    /**
     * Writes the report of a test that has failed, or whose report is always kept.
     *
     * @param thrown the test's exception; null if it has passed
     * @throws ClusterFailedError if the cluster has failed and the test did not notice
     */
    void end(@Nullable Throwable thrown) {
        live.library().expectNoFailure();
        Throwable failure = failure(thrown);
        if (failure != null) {
            failure.addSuppressed(new ReportPointer(span.reportDirectory().resolve(TestReportWriter.PAGE)));
        }
        if (failure != null || live.settings().keepLogs()) {
            new TestReportWriter(live, span, failure).write();
        }
        if (failure instanceof ClusterFailedError unnoticed && failure != thrown) {
            throw unnoticed;
        }
    }

    private @Nullable Throwable failure(@Nullable Throwable thrown) {
        if (thrown != null && !(thrown instanceof TestAbortedException)) {
            return thrown;
        }
        ClusterFailure fatal = live.watch().failure();
        if (fatal != null && !span.isClusterFailureThrown()) {
            return ClusterFailureMessages.during(fatal, span, null);
        }
        return span.failure();
    }
}
