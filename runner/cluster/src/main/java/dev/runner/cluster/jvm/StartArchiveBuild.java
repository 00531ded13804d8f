package dev.runner.cluster.jvm;

import java.nio.file.Path;
import java.util.List;

/** How a process makes a start archive. */
public interface StartArchiveBuild {
    /** What is to be made. */
    StartArchive archive();

    /**
     * The command.
     *
     * @param made what it leaves, complete where it ends with exit code 0
     * @param scratch an empty directory, for all that it stores besides
     */
    List<String> command(Path made, Path scratch);
}
