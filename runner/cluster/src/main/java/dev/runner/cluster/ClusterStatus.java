package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster at one moment.
 *
 * @param members in the order of the plan
 * @param formed whether all members see the whole cluster; null where none has a probe for that
 * @param fatal the first fatal error; null while there is none
 */
public record ClusterStatus(
        ClusterPlan plan,
        ClusterState state,
        List<MemberStatus> members,
        @Nullable Boolean formed,
        @Nullable ClusterFailure fatal) {
    public ClusterStatus {
        members = List.copyOf(members);
    }
}
