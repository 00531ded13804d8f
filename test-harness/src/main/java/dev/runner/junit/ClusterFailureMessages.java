package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The messages of cluster failures. */
final class ClusterFailureMessages {
    private ClusterFailureMessages() {}

    /** Several lines: the member, how it ended, its last output. */
    static String describe(ClusterFailure fatal) {
        StringBuilder text = new StringBuilder(fatal.headline());
        if (!fatal.lastLines().isEmpty()) {
            text.append("\n  last output:");
            fatal.lastLines().forEach(line -> text.append("\n    ").append(line));
        }
        return text.toString();
    }

    /** For a test that was running. */
    static ClusterFailedError during(ClusterFailure fatal, TestScope span, @Nullable Throwable thrown) {
        span.clusterFailureThrown();
        Path report = span.reportDirectory().resolve(TestReportWriter.PAGE);
        ClusterFailedError error = new ClusterFailedError(describe(fatal) + "\n  the report: " + report, null);
        if (thrown != null) {
            error.addSuppressed(thrown);
        }
        return error;
    }

    /** For a test that starts afterwards. */
    static ClusterFailedError before(ClusterFailure fatal, @Nullable TestScope failedIn) {
        String where = failedIn == null ? "" : ", in " + failedIn.name();
        return new ClusterFailedError(
                "the cluster has already failed" + where + ": " + fatal.headline()
                        + "\n  to make a test independent of others, give each its own cluster: perMethod = true",
                null);
    }
}
