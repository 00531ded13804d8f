package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes the directory that a member has its temporary files in. */
final class MemberTemporaryDirectory {
    private static final String PRIVATE = "rwx------";
    /** For members that run as other users, who must get through. */
    private static final String PASSABLE = "rwx--x--x";

    private MemberTemporaryDirectory() {}

    /**
     * Does nothing where it is there, and where the member has none.
     *
     * @throws IOException where it cannot be made; the message has the remedy
     */
    static void make(PlannedMember member) throws IOException {
        Path directory = member.start().temporary();
        if (directory == null || Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        UserAccount account = member.start().account();
        Path base = directory.resolveSibling("").normalize();
        try {
            makeBase(base);
            if (account != null) {
                Files.setPosixFilePermissions(base, PosixFilePermissions.fromString(PASSABLE));
            }
            createPrivate(directory);
            if (account != null) {
                MemberDirectoryOwnership.give(directory, account);
            }
        } catch (IOException e) {
            throw new IOException(
                    "the directory " + directory + " for temporary files of " + member.name() + " cannot be made: "
                            + FileFailure.reason(e) + "; set TMPDIR to a directory where you may write",
                    e);
        }
    }

    /** One of somebody else's is not used: its owner could exchange what is in it. */
    private static void makeBase(Path base) throws IOException {
        try {
            createPrivate(base);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS) || isOpenToOthers(base)) {
                throw new IOException(base + " is in the way: remove it", e);
            }
        }
    }

    private static boolean isOpenToOthers(Path base) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(base, LinkOption.NOFOLLOW_LINKS);
        boolean writable = permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        // Only root could write into a private directory of another user.
        boolean foreign = "root".equals(System.getProperty("user.name"))
                && !Integer.valueOf(0).equals(Files.getAttribute(base, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        return writable || foreign;
    }

    private static void createPrivate(Path directory) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    }
}
