package dev.runner.supervisor.process;

/**
 * A started process with all that it started in turn. Neither method waits: {@link ProcessListener#gone} tells when
 * nothing of it is left.
 */
public interface MemberProcess {
    /** The pid of the leader, which is also its process group and its session. */
    long pid();

    /** Sends the signal to everything of this process. */
    void terminate(int signal);

    /** Kills everything of this process, again and again until nothing is left. */
    void kill();
}
