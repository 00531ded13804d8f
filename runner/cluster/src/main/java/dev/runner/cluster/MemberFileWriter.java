package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedFile;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a member. What the member itself has put in their place is replaced, never followed: a link in
 * its directory must not make the runner write elsewhere. A new file takes the place of the old one as a whole, so that
 * one that may not be written (mode 0400) is no obstacle, and what has not changed is left alone. Where the directory
 * is another user's, all that goes by a {@link GivenDirectory}.
 */
final class MemberFileWriter {
    private static final String NEW = ".multihost-new";

    /** Until it has its own, as the text may be a secret. */
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path directory;

    private MemberFileWriter(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException with a message for the user, where one cannot be written */
    static void write(PlannedMember member) throws IOException {
        List<PlannedFile> files = member.start().files();
        UserAccount account = member.start().account();
        if (account == null || files.isEmpty()) {
            MemberFileWriter own = new MemberFileWriter(member.directory());
            write(files, own::write);
            return;
        }
        try (GivenDirectory given = GivenDirectory.open(member.directory(), account)) {
            write(files, file -> write(file, given));
        }
    }

    private interface Writer {
        void write(PlannedFile file) throws IOException;
    }

    private static void write(List<PlannedFile> files, Writer writer) throws IOException {
        for (PlannedFile file : files) {
            try {
                writer.write(file);
            } catch (IOException e) {
                throw new IOException("its file " + file.path() + " cannot be written: " + FileFailure.reason(e), e);
            }
        }
    }

    /** Into a directory of another user. */
    private static void write(PlannedFile file, GivenDirectory given) throws IOException {
        Path path = Path.of(file.path());
        PosixFileAttributes there = given.attributes(path);
        requireNoDirectory(there);
        Path source = file.source();
        if (source != null) {
            Files.size(regular(source));
            given.put(path, file.mode(), fresh -> Files.copy(source, fresh));
            return;
        }
        byte[] wanted = bytes(file);
        boolean asWanted = there != null
                && there.isRegularFile()
                && there.permissions().equals(file.mode().permissions())
                && there.size() == wanted.length
                && Arrays.equals(given.read(path, wanted.length + 1), wanted);
        if (!asWanted) {
            given.put(path, file.mode(), fresh -> writeNew(fresh, wanted));
        }
    }

    private static void requireNoDirectory(@Nullable PosixFileAttributes there) throws IOException {
        if (there != null && there.isDirectory()) {
            throw new IOException("there is a directory in its place, which is not removed by itself");
        }
    }

    private static void writeNew(Path fresh, byte[] content) throws IOException {
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE));
        Files.write(fresh, content);
    }

    private void write(PlannedFile file) throws IOException {
        Path target = directory.resolve(file.path());
        makeFolders(Path.of(file.path()).getParent());
        PosixFileAttributes there = attributes(target);
        requireNoDirectory(there);
        if (there == null || !isAsWanted(file, target, there)) {
            replace(file, target);
        }
    }

    private void makeFolders(@Nullable Path folders) throws IOException {
        Path folder = directory;
        for (Path name : folders == null ? Path.of("") : folders) {
            folder = folder.resolve(name);
            PosixFileAttributes there = attributes(folder);
            if (there == null && !name.toString().isEmpty()) {
                Files.createDirectory(folder);
            } else if (there != null && !there.isDirectory()) {
                throw new IOException(folder + " is not a directory (a symbolic link would lead elsewhere); remove it");
            }
        }
    }

    private static boolean isAsWanted(PlannedFile file, Path target, PosixFileAttributes there) throws IOException {
        if (!there.isRegularFile() || !there.permissions().equals(file.mode().permissions())) {
            return false;
        }
        Path source = file.source();
        if (source != null) {
            return Files.size(regular(source)) == there.size() && Files.mismatch(source, target) < 0;
        }
        // By size first: what a member has made of it may be larger than our memory.
        byte[] wanted = bytes(file);
        return there.size() == wanted.length && Arrays.equals(read(target, wanted.length + 1), wanted);
    }

    private static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most);
        }
    }

    /** To read from a pipe or a device may never end. */
    private static Path regular(Path source) throws IOException {
        if (!Files.isRegularFile(source)) {
            throw new IOException(source + " is " + (Files.exists(source) ? "no longer a regular file" : "gone"));
        }
        return source;
    }

    private void replace(PlannedFile file, Path target) throws IOException {
        Path fresh = target.resolveSibling(NEW);
        Files.deleteIfExists(fresh);
        try {
            if (file.source() != null) {
                Files.copy(regular(file.source()), fresh);
            } else {
                writeNew(fresh, bytes(file));
            }
            Files.setPosixFilePermissions(fresh, file.mode().permissions());
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static byte[] bytes(PlannedFile file) {
        return String.valueOf(file.text()).getBytes(StandardCharsets.UTF_8);
    }

    /** Of the file itself, were it a link; null where there is none. */
    private static @Nullable PosixFileAttributes attributes(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : null;
    }
}
