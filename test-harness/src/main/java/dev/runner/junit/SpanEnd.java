package dev.runner.junit;

import dev.runner.cluster.FatalError;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** What follows when a test has ended. */
final class SpanEnd {
    private final LiveCluster live;
    private final TestSpan span;

    SpanEnd(LiveCluster live, TestSpan span) {
        this.live = live;
        this.span = span;
    }

    /**
     * Writes the report of a test that has failed, or whose report is wanted.
     *
     * @param thrown by the test; null where it has passed
     * @throws ClusterFailedError where the cluster has failed meanwhile and nobody has noticed
     */
    void end(@Nullable Throwable thrown) {
        live.library().expectNoFailure();
        Throwable failure = failure(thrown);
        if (failure != null) {
            failure.addSuppressed(new ReportPointer(span.reportDirectory().resolve(Report.PAGE)));
        }
        if (failure != null || live.settings().keepLogs()) {
            new Report(live, span, failure).write();
        }
        if (failure instanceof ClusterFailedError unnoticed && failure != thrown) {
            throw unnoticed;
        }
    }

    private @Nullable Throwable failure(@Nullable Throwable thrown) {
        if (thrown != null && !(thrown instanceof TestAbortedException)) {
            return thrown;
        }
        FatalError fatal = live.watch().failure();
        if (fatal != null && !span.isClusterFailureThrown()) {
            return Failures.during(fatal, span, null);
        }
        return span.failure();
    }
}
