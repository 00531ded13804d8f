package dev.runner.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What has happened to a cluster as a whole and stays so, whatever its members do.
 *
 * @param fatal the first fatal error; null while there is none
 * @param stopPurpose why it was asked to stop; null while it was not
 * @param wasReady whether it has been ready once
 * @param ended whether its end has been told
 */
record ClusterFacts(@Nullable FatalError fatal, @Nullable String stopPurpose, boolean wasReady, boolean ended) {
    static final ClusterFacts NONE = new ClusterFacts(null, null, false, false);

    /** The first error is kept. */
    ClusterFacts failedBy(FatalError error) {
        return fatal != null ? this : new ClusterFacts(error, stopPurpose, wasReady, ended);
    }

    /** The first purpose is kept. */
    ClusterFacts stoppedFor(String purpose) {
        return stopPurpose != null ? this : new ClusterFacts(fatal, purpose, wasReady, ended);
    }

    ClusterFacts ready() {
        return new ClusterFacts(fatal, stopPurpose, true, ended);
    }

    ClusterFacts over() {
        return new ClusterFacts(fatal, stopPurpose, wasReady, true);
    }
}
