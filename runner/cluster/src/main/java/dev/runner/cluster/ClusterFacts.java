package dev.runner.cluster;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a cluster as a whole and stays so, whatever its members do.
 *
 * @param fatal the first fatal error; null while there is none
 * @param stopPurpose why it was asked to stop; null while it was not
 * @param wasReady whether it has been ready once
 * @param ended whether its end has been told
 * @param expected the members whose failure somebody had expected
 */
record ClusterFacts(
        @Nullable FatalError fatal,
        @Nullable String stopPurpose,
        boolean wasReady,
        boolean ended,
        Set<String> expected) {
    static final ClusterFacts NONE = new ClusterFacts(null, null, false, false, Set.of());

    ClusterFacts {
        expected = Set.copyOf(expected);
    }

    /** The first error is kept. */
    ClusterFacts failedBy(FatalError error) {
        return fatal != null ? this : new ClusterFacts(error, stopPurpose, wasReady, ended, expected);
    }

    /** A member's failure is nothing that the cluster fails of. */
    ClusterFacts expecting(String member) {
        Set<String> more = new HashSet<>(expected);
        more.add(member);
        return new ClusterFacts(fatal, stopPurpose, wasReady, ended, more);
    }

    /** The first purpose is kept. */
    ClusterFacts stoppedFor(String purpose) {
        return stopPurpose != null ? this : new ClusterFacts(fatal, purpose, wasReady, ended, expected);
    }

    ClusterFacts ready() {
        return new ClusterFacts(fatal, stopPurpose, true, ended, expected);
    }

    ClusterFacts over() {
        return new ClusterFacts(fatal, stopPurpose, wasReady, true, expected);
    }
}
