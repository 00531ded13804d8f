package dev.runner.worker.kept;

import dev.runner.protocol.Assignment;
import dev.runner.protocol.PipelineView;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kept states as files of a directory, one for each, mode 0600. A file is written beside its place, forced to the disk
 * and then renamed, and so is the directory: after a failure of the machine a state is there as a whole or not at all.
 */
public final class KeptStateFiles implements KeptStates {

    private static final Logger LOG = LoggerFactory.getLogger("kept");

    private static final String SUFFIX = ".state";
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final Map<String, PipelineView> kept = new LinkedHashMap<>();

    private KeptStateFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds what is kept in a directory, which is made when it is needed. A file that is damaged is reported, and left
     * as it is.
     *
     * @throws IOException with a message for the user, when the directory cannot be read
     */
    public static KeptStateFiles in(Path directory) throws IOException {
        KeptStateFiles states = new KeptStateFiles(directory);
        if (Files.isDirectory(directory)) {
            states.find();
        }
        return states;
    }

    private void find() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(UNFINISHED)) {
                    Files.deleteIfExists(file); // its writer was killed, and nobody was told that it is kept
                } else if (name.endsWith(SUFFIX)) {
                    add(file);
                }
            }
        } catch (IOException e) {
            throw new IOException(
                    "the states that were kept in " + directory + " cannot be found: " + FileFailure.reason(e), e);
        }
    }

    private void add(Path file) {
        try {
            PipelineView view = KeptStateFormat.deployment(Files.readAllBytes(file));
            if (file.equals(file(view.id()))) {
                kept.put(view.id(), view);
                return;
            }
            LOG.error("{} is not of the pipeline that its name says; it is left as it is and not used", file);
        } catch (IOException e) {
            LOG.error(
                    "{} is not used, and is left as it is ({}); restore a copy of it, or delete it",
                    file,
                    FileFailure.reason(e));
        }
    }

    private Path file(String pipelineId) {
        return directory.resolve(pipelineId + SUFFIX);
    }

    @Override
    public synchronized List<PipelineView> all() {
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized void keep(PipelineView deployment, byte[] checkpoint) throws IOException {
        Path file = file(deployment.id());
        Path fresh = directory.resolve(deployment.id() + UNFINISHED);
        try {
            Files.createDirectories(directory);
            write(fresh, KeptStateFormat.encode(deployment, checkpoint));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(directory);
        } catch (IOException e) {
            removeUnfinished(fresh, e);
            throw new IOException(file + " cannot be written: " + FileFailure.reason(e), e);
        }
        kept.put(deployment.id(), deployment);
        forgetOlder(deployment);
    }

    private static void removeUnfinished(Path fresh, IOException why) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            why.addSuppressed(e); // the next start removes it
        }
    }

    private static void write(Path file, ByteBuffer content) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void forgetOlder(PipelineView newest) {
        for (PipelineView other : all()) {
            if (!other.id().equals(newest.id()) && isSamePlace(other.assignment(), newest.assignment())) {
                try {
                    forget(other.id());
                } catch (IOException e) {
                    LOG.warn("{}; the coordinator has it removed", e.getMessage());
                }
            }
        }
    }

    private static boolean isSamePlace(@Nullable Assignment one, @Nullable Assignment other) {
        return one != null
                && other != null
                && one.groupId().equals(other.groupId())
                && one.pipeline().equals(other.pipeline());
    }

    @Override
    public synchronized Optional<byte[]> read(String pipelineId) throws IOException {
        if (!kept.containsKey(pipelineId)) {
            return Optional.empty();
        }
        Path file = file(pipelineId);
        try {
            return Optional.of(KeptStateFormat.checkpoint(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException(file + " cannot be used: " + FileFailure.reason(e), e);
        }
    }

    @Override
    public synchronized void forget(String pipelineId) throws IOException {
        if (!kept.containsKey(pipelineId)) {
            return;
        }
        Path file = file(pipelineId);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IOException(file + " cannot be removed: " + FileFailure.reason(e), e);
        }
        kept.remove(pipelineId);
    }
}
