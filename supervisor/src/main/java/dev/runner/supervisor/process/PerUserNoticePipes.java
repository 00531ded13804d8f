package dev.runner.supervisor.process;

import dev.runner.supervisor.MemberSpec;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The pipes for notices of one run. It is one for all members, but where root runs members as other users, to whom it
 * has given their directories, each user has one of its own, so that none has to be open to all.
 */
final class PerUserNoticePipes implements AutoCloseable {
    private static final int ROOT = 0;

    private final Path directory;
    private final String runId;
    private final BiConsumer<String, String> sink;
    private final Consumer<String> problems;
    private final NoticePipe ours;
    private final boolean isRoot;
    private final Map<Integer, NoticePipe> ofUsers = new ConcurrentHashMap<>();

    /** @param sink is called with cookie and word of each notice, on a pipe's own thread */
    PerUserNoticePipes(Path directory, String runId, BiConsumer<String, String> sink, Consumer<String> problems)
            throws IOException {
        this.directory = directory;
        this.runId = runId;
        this.sink = sink;
        this.problems = problems;
        this.ours = new NoticePipe(directory.resolve("notices"), runId, sink, problems);
        this.isRoot = ownerOf(ours.path()) == ROOT;
    }

    private static int ownerOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** Where a member writes its notices. */
    Path pathFor(MemberSpec spec) throws LaunchException {
        try {
            if (!isRoot) {
                return ours.path();
            }
            int uid = ownerOf(spec.directory());
            return (uid == ROOT ? ours : ofUsers.computeIfAbsent(uid, this::pipeOf)).path();
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchException("its pipe for notices cannot be made: " + FileFailure.describe(e), e);
        }
    }

    private NoticePipe pipeOf(int uid) {
        Path path = directory.resolve("notices-" + uid);
        try {
            NoticePipe pipe = new NoticePipe(path, runId, sink, problems);
            pipe.giveTo(uid);
            return pipe;
        } catch (IOException e) {
            throw new UncheckedIOException("the pipe " + path + " cannot be made: " + FileFailure.reason(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        ours.close();
        for (NoticePipe pipe : ofUsers.values()) {
            pipe.close();
        }
    }
}
