package dev.runner.cluster.jvm;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The start archives that a program uses on one JDK, as {@link BackgroundArchiveBuilder} sees them. */
public interface StartArchiveSet {
    /** Their directory; it need not exist. */
    ArchiveDirectory archiveDirectory();

    /** Whether all of them can be used. */
    boolean isComplete();

    /**
     * Removes the archives that one of these processes was told to start with and has rejected.
     *
     * @return whether any was removed
     */
    boolean removeRejected(Collection<Long> pids) throws IOException;

    /**
     * The command that builds the missing archives.
     *
     * @throws IOException if this program cannot tell how it was started
     */
    List<String> buildCommand() throws IOException;
}
