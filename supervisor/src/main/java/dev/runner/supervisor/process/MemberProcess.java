package dev.runner.supervisor.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A started process with all that it started in turn. {@link #terminate} and {@link #kill} do not wait:
 * {@link ProcessListener#gone} tells when nothing of it is left.
 */
public interface MemberProcess {
    /** The pid of the leader, which is also its process group and its session. */
    long pid();

    /**
     * The pids of all its processes that are alive; looks through the process table, which takes milliseconds. Empty
     * where the table cannot be read.
     */
    Set<Long> pids();

    /** The last lines that it wrote, oldest first; a few. */
    default List<String> lastLines() {
        return List.of();
    }

    /**
     * Sends bytes to the leader's standard input.
     *
     * @return completes when they are in its pipe; fails with an IllegalStateException where its input is closed, or it
     *     does not read
     */
    default CompletableFuture<Void> send(byte[] bytes) {
        return CompletableFuture.failedFuture(new IllegalStateException("its standard input is closed"));
    }

    /** Sends the signal once to everything of this process that is alive now; has done so when it returns. */
    void signal(int signal);

    /**
     * Stops everything of this process by SIGSTOP, also what is being forked meanwhile. Does not wait:
     * {@link ProcessListener#paused} tells when all of it is stopped, unless it is continued, terminated or killed
     * before.
     *
     * @param number of this pause, for the listener
     */
    void pause(int number);

    /**
     * Sends the signal to everything of this process, and SIGCONT after it: what is stopped, by {@link #pause} or by
     * others, does not react to a signal before it is continued.
     */
    void terminate(int signal);

    /** Kills everything of this process, again and again until nothing is left. */
    void kill();
}
