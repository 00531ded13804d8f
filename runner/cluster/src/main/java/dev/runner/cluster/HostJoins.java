package dev.runner.cluster;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Members that were added to a running cluster and have not been ready yet. Until they have, they are guests: what
 * happens to them is no failure of the cluster, but of whoever added them. All is called on the supervisor's thread.
 */
final class HostJoins {
    private final Map<String, CompletableFuture<MemberSnapshot>> joining = new HashMap<>();

    /** They have been added; each future completes when its member is ready or has done its task, or fails. */
    List<CompletableFuture<MemberSnapshot>> begin(List<String> members) {
        return members.stream()
                .map(name -> joining.computeIfAbsent(name, each -> new CompletableFuture<>()))
                .toList();
    }

    /** It is ready. */
    void joined(MemberSnapshot member) {
        CompletableFuture<MemberSnapshot> wait = joining.remove(member.id().name());
        if (wait != null) {
            wait.completeAsync(() -> member);
        }
    }

    /** It has stopped: because its task is done, or because somebody stopped it. */
    void ended(MemberSnapshot member) {
        if (member.action() == null) {
            joined(member);
        } else if (member.action() != Action.Operation.REMOVE) { // else it is about to be withdrawn
            fail(joining.remove(member.id().name()), member.id() + " was stopped before it was ready");
        }
    }

    /** Whether the failure is that of a guest, and so not the cluster's. */
    boolean failed(ClusterFailure failure) {
        CompletableFuture<MemberSnapshot> wait = joining.remove(failure.member());
        fail(wait, failure.message());
        return wait != null;
    }

    /** It is taken out before it was ready. */
    void withdrawn(MemberId member) {
        fail(joining.remove(member.name()), member + " was removed before it was ready");
    }

    /** The cluster ends. */
    void close() {
        joining.values().forEach(wait -> fail(wait, "the cluster was stopped before the new members were ready"));
        joining.clear();
    }

    /** On another thread: what depends on it blocks. */
    private static void fail(@Nullable CompletableFuture<MemberSnapshot> wait, String why) {
        if (wait != null) {
            wait.completeAsync(() -> {
                throw new JoinFailedException(why);
            });
        }
    }

    /** A member that was added did not become ready. */
    static final class JoinFailedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        JoinFailedException(String message) {
            super(message);
        }
    }
}
