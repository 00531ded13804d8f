package dev.runner.cluster.plan;

import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.loopback.LoopbackNetwork;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it is going to run: every value filled in, every program found, nothing started yet.
 *
 * @param hosts how many hosts there are
 * @param coordinatorUrl where the coordinator answers; null where the spec has none
 * @param members in the order of the spec, each kind by its ordinals
 * @param setup what is run once when all members are ready; null for nothing
 */
public record ClusterPlan(
        String name,
        LoopbackNetwork network,
        int hosts,
        @Nullable String coordinatorUrl,
        List<PlannedMember> members,
        @Nullable PlannedSetup setup) {
    /** The name of the log of {@link #setup}. */
    public static final String SETUP = "setup";

    /**
     * Plans a cluster.
     *
     * @throws SpecException with every mistake that shows only now: hosts, values that are missing, programs that are
     *     not there, two members with one port
     */
    public static ClusterPlan of(SpecFile file, PlanInputs inputs) {
        return new ClusterPlanner(file, inputs).plan();
    }

    /** The member of a name. */
    public Optional<PlannedMember> member(String memberName) {
        return members.stream().filter(each -> each.name().equals(memberName)).findFirst();
    }

    /** The same without a member. */
    public ClusterPlan without(String memberName) {
        List<PlannedMember> others =
                members.stream().filter(each -> !each.name().equals(memberName)).toList();
        return new ClusterPlan(name, network, hosts, coordinatorUrl, others, setup);
    }

    /** For people; secrets are masked. */
    public String toText() {
        return PlanTextWriter.of(this);
    }

    /** For programs; secrets are masked. */
    public String toJson() {
        return PlanJsonWriter.of(this);
    }
}
