package dev.runner.cluster;

import dev.runner.cluster.plan.UserAccount;
import dev.runner.cluster.spec.FileMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a member that root runs as another user. That user may replace anything in it at any moment, by a
 * link to a file of root for one, so root goes through it by handles of directories, which nothing can replace, and
 * makes what is new in a directory of its own, where nobody else can get at it before it has its owner and its mode. A
 * rename by handles then puts it in its place; that follows no link either.
 */
final class GivenDirectory implements Closeable {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final Set<OpenOption> READING = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** Makes a file at a path where there is none. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    private final Path directory;
    private final UserAccount account;
    private final Path staging;
    private final SecureDirectoryStream<Path> staged;
    private final SecureDirectoryStream<Path> top;

    private GivenDirectory(Path directory, UserAccount account, Path staging) throws IOException {
        this.directory = directory;
        this.account = account;
        this.staging = staging;
        this.staged = open(staging);
        this.top = open(directory);
    }

    /** @param directory of a member, which exists; the one it is in is root's */
    static GivenDirectory open(Path directory, UserAccount account) throws IOException {
        return new GivenDirectory(directory, account, LockedClusterDirectory.createStaging(directory));
    }

    private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        DirectoryStream<Path> stream = directory.getFileSystem().provider().newDirectoryStream(directory, any -> true);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system has no handles of directories, without which root cannot write into the"
                + " directory of another user safely");
    }

    /** What is there itself, were it a link; null where there is nothing. */
    @Nullable PosixFileAttributes attributes(Path file) throws IOException {
        try (Folder folder = folder(file.getParent(), false)) {
            return folder.handle
                    .getFileAttributeView(name(file), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The beginning of a regular file. */
    byte[] read(Path file, int most) throws IOException {
        try (Folder folder = folder(file.getParent(), false);
                var channel = folder.handle.newByteChannel(name(file), READING);
                var in = Channels.newInputStream(channel)) {
            return in.readNBytes(most);
        }
    }

    /**
     * Puts a new file in the place of whatever is there; not of a directory.
     *
     * @param file relative; folders that are missing are made
     */
    void put(Path file, FileMode mode, Content content) throws IOException {
        Path fresh = fresh();
        try (Folder folder = folder(file.getParent(), true)) {
            content.writeTo(fresh);
            MemberDirectoryOwnership.give(fresh, account);
            Files.setPosixFilePermissions(fresh, mode.permissions());
            staged.move(name(fresh), folder.handle, name(file));
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Makes folders that are missing. */
    void makeFolders(Path folders) throws IOException {
        folder(folders, true).close();
    }

    private Path fresh() {
        return staging.resolve(ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    }

    private static Path name(Path file) {
        return Objects.requireNonNull(file.getFileName());
    }

    private Folder folder(@Nullable Path folders, boolean make) throws IOException {
        Folder folder = new Folder(top, null, directory);
        for (Path name : folders == null ? Path.of("") : folders) {
            if (!name.toString().isEmpty()) {
                folder = folder.enter(name, make);
            }
        }
        return folder;
    }

    /** A folder by its handle; closing it closes those that it is in, but not the member's directory. */
    private final class Folder implements Closeable {
        private final SecureDirectoryStream<Path> handle;
        private final @Nullable Folder parent;
        private final Path shown;

        Folder(SecureDirectoryStream<Path> handle, @Nullable Folder parent, Path shown) {
            this.handle = handle;
            this.parent = parent;
            this.shown = shown;
        }

        Folder enter(Path name, boolean make) throws IOException {
            try {
                return new Folder(openOrMake(name, make), this, shown.resolve(name));
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        private SecureDirectoryStream<Path> openOrMake(Path name, boolean make) throws IOException {
            try {
                return handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                if (!make) {
                    throw e;
                }
            } catch (FileSystemException e) {
                throw new IOException(
                        shown.resolve(name) + " is not a directory (a symbolic link would lead elsewhere); remove it",
                        e);
            }
            Path fresh = fresh();
            MemberDirectoryOwnership.give(Files.createDirectory(fresh), account);
            staged.move(name(fresh), handle, name);
            return handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void close() throws IOException {
            if (parent != null) {
                handle.close();
                parent.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (staged) {
            top.close();
        }
    }
}
