package dev.runner.cluster.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes with the starts of a member besides its command.
 *
 * @param files written before each start
 * @param init commands that are run once for its directory, before its first start
 * @param first instead of the command until it has been ready once; null where it is the command from the beginning
 * @param account whom it runs as; null for whoever runs the runner
 * @param stdinOpen whether its standard input stays open
 * @param temporary the directory for its temporary files, absolute; it need not exist yet; null for none of its own
 * @param archive of its class path, for its command; null where none is wanted
 */
public record PlannedStart(
        List<PlannedFile> files,
        List<List<String>> init,
        @Nullable List<String> first,
        @Nullable UserAccount account,
        boolean stdinOpen,
        @Nullable Path temporary,
        @Nullable PlannedArchive archive) {
    /** Nothing besides the command. */
    public static final PlannedStart PLAIN = new PlannedStart(List.of(), List.of(), null, null, false, null, null);
}
