package dev.runner.manager.api;

import dev.runner.supervisor.Action;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the manager does for its HTTP API. Implemented on top of the cluster; called by several request threads at once.
 * No operation that takes time holds its caller: a stop may take minutes, and many may be asked for at once.
 *
 * <p>An operation that cannot be done fails with {@link OperationRefusedException}, and nothing has changed then.
 */
public interface ManagerOperations {
    /** The cluster now. Cheap: it is asked for often. */
    ClusterView status();

    /** Begins to stop the whole cluster and then the manager, and returns at once. A second call does nothing. */
    void shutdown();

    /**
     * Does something with a member. Completes
     *
     * <ul>
     *   <li>a stop (with its grace), a kill (without) or a removal when nothing of it is alive,
     *   <li>a start or a restart when its new process runs, which is before it is ready,
     *   <li>a pause when all of its processes are stopped,
     *   <li>a resume when they have been continued.
     * </ul>
     *
     * @param operation any but {@link Action.Operation#ADD}
     */
    CompletableFuture<MemberView> operate(Action.Operation operation, String member);

    /** Sends a signal to all processes of a member. Completes when it has been sent. */
    CompletableFuture<MemberView> signal(String member, String signal);

    /** Sends bytes to a member's standard input. Completes when they are in its pipe. */
    CompletableFuture<MemberView> send(String member, byte[] bytes);

    /**
     * Adds hosts with the next ordinals. Completes with the new members when they are ready. Where one of them fails
     * before, they are all taken out again.
     */
    CompletableFuture<List<MemberView>> add(int count);

    /** What it takes to run a command as the member would run it. */
    ExecView exec(String member);
}
