package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.loopback.BindProbe;
import dev.runner.loopback.BindProblem;
import dev.runner.loopback.PortOwner;
import dev.runner.supervisor.MemberId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commonest mistake with several hosts: a member listens on every address of the machine, and so takes the port of
 * its siblings, which end with "address already in use".
 */
final class WildcardSibling {
    private WildcardSibling() {}

    /**
     * What to say of a member that has ended, behind how it ended; null where no sibling is in its way. Takes some
     * 10 ms.
     *
     * @param pids the processes of a member
     */
    static @Nullable String hint(PlannedMember ended, List<PlannedMember> members, Function<MemberId, Set<Long>> pids) {
        if (ended.tcpEndpoints().isEmpty()) {
            return null;
        }
        for (BindProblem problem : BindProbe.probe(ended.tcpEndpoints())) {
            PortOwner owner = problem.owner();
            if (owner == null || !owner.isWildcard() || owner.pid().isEmpty()) {
                continue;
            }
            for (PlannedMember other : members) {
                if (pids.apply(new MemberId(other.name())).contains(owner.pid().getAsLong())) {
                    return other.name() + " listens on " + owner.address() + ":" + owner.port()
                            + ", which is port " + owner.port() + " of every address, so that " + ended.name()
                            + " cannot have " + problem.endpoints().get(0)
                            + "; make each listen on its own address, {{ip}}";
                }
            }
        }
        return null;
    }
}
