package dev.runner.manager.api;

import java.util.List;

/**
 * What the manager does for its HTTP API. Implemented on top of the cluster; called by several request threads at once.
 *
 * <p>An operation on a member that cannot be done throws {@link OperationRefusedException}, and nothing has changed
 * then.
 */
public interface ManagerOperations {
    /** The cluster now. Cheap: it is asked for often. */
    ClusterView status();

    /** Begins to stop the whole cluster and then the manager, and returns at once. A second call does nothing. */
    void shutdown();

    /** Stops a member with its grace; it stays so until {@link #start}. Returns when nothing of it is alive. */
    MemberView stop(String member) throws InterruptedException;

    /** Starts a member that was stopped or killed. Returns when its process runs, which is before it is ready. */
    MemberView start(String member) throws InterruptedException;

    /** Stops a member and starts it again. Returns when its new process runs, which is before it is ready. */
    MemberView restart(String member) throws InterruptedException;

    /**
     * Stops all processes of a member by SIGSTOP. Returns when they are stopped; they stay so until {@link #resume}.
     */
    MemberView pause(String member) throws InterruptedException;

    /** Continues all processes of a member by SIGCONT. */
    MemberView resume(String member) throws InterruptedException;

    /** Sends a signal to all processes of a member. Returns when it has been sent. */
    MemberView signal(String member, String signal) throws InterruptedException;

    /** What it takes to run a command as the member would run it. */
    ExecView exec(String member);

    /**
     * Adds hosts with the next ordinals. Returns when their members run; where one waits for others, it is pending.
     *
     * @return the new members
     */
    List<MemberView> add(int count) throws InterruptedException;

    /** Stops a member with its grace and takes it out of the cluster. */
    MemberView remove(String member) throws InterruptedException;

    /** Kills a member and all that it started, without grace; it stays so until {@link #start}. */
    MemberView kill(String member) throws InterruptedException;
}
