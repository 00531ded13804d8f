package dev.runner.cluster.plan;

import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.loopback.LoopbackNetwork;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it is going to run: every value filled in, every program found, nothing started yet.
 *
 * @param ordinals of its hosts, ascending; with gaps where hosts were removed
 * @param coordinatorUrl where the coordinator answers; null where the spec has none
 * @param members in the order of the spec, each kind by its ordinals
 * @param setup what is run once when all members are ready; null for nothing
 */
public record ClusterPlan(
        String name,
        LoopbackNetwork network,
        List<Integer> ordinals,
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

    /** How many hosts there are. */
    public int hosts() {
        return ordinals.size();
    }

    /** The names of all members. */
    public Set<String> names() {
        return members.stream().map(PlannedMember::name).collect(Collectors.toSet());
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
