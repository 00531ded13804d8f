package dev.runner.cluster;

import dev.runner.supervisor.Action;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a cluster as a whole and stays so, whatever its members do.
 *
 * @param fatal the first fatal error; null while there is none
 * @param shutdown why it was asked to stop; null while it was not
 * @param wasReady whether it has been ready once
 * @param ended whether its end has been told
 * @param expected the members whose failure somebody had expected
 */
record ClusterConditions(
        @Nullable ClusterFailure fatal,
        Action.@Nullable Shutdown shutdown,
        boolean wasReady,
        boolean ended,
        Set<String> expected) {
    static final ClusterConditions NONE = new ClusterConditions(null, null, false, false, Set.of());

    ClusterConditions {
        expected = Set.copyOf(expected);
    }

    /** The first error is kept. */
    ClusterConditions failedBy(ClusterFailure error) {
        return fatal != null ? this : new ClusterConditions(error, shutdown, wasReady, ended, expected);
    }

    /** A member's failure is nothing that the cluster fails of. */
    ClusterConditions expecting(String member) {
        Set<String> more = new HashSet<>(expected);
        more.add(member);
        return new ClusterConditions(fatal, shutdown, wasReady, ended, more);
    }

    /** The first reason is kept. */
    ClusterConditions shutDownFor(Action.Shutdown reason) {
        return shutdown != null ? this : new ClusterConditions(fatal, reason, wasReady, ended, expected);
    }

    ClusterConditions ready() {
        return new ClusterConditions(fatal, shutdown, true, ended, expected);
    }

    ClusterConditions over() {
        return new ClusterConditions(fatal, shutdown, wasReady, true, expected);
    }
}
