package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Gives a member's directory to the user that it runs as. */
final class MemberDirectoryOwnership {
    private static final int ROOT = 0;

    private MemberDirectoryOwnership() {}

    /**
     * All of it, where it does not belong to that user yet: it is new, or the spec named another user before.
     *
     * @throws MachineNotReadyException where the user cannot use it all the same
     */
    static void chownDirectory(PlannedMember member) throws IOException, MachineNotReadyException {
        UserAccount account = member.start().account();
        if (account == null) {
            return;
        }
        Path directory = member.directory();
        if (uid(directory) != account.uid()) {
            giveTree(directory, account);
        }
        if (!Files.exists(directory.resolve("storage"), LinkOption.NOFOLLOW_LINKS)) {
            try (GivenDirectory given = GivenDirectory.open(directory, account)) {
                given.makeFolders(Path.of("storage"));
            }
        }
        if (!canUse(directory, account)) {
            throw new MachineNotReadyException(List.of(member.name() + " is to run as user " + account.name()
                    + ", who cannot get into " + directory
                    + ": a directory above it is closed to others; start from a directory that is not"));
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Each directory becomes root's alone before it is looked into: from then on nobody can replace what is in it. A
     * file with several names stays whose it is: one of the names may be elsewhere.
     */
    static void giveTree(Path path, UserAccount account) throws IOException {
        PosixFileAttributes there = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (there.isDirectory()) {
            Files.setAttribute(path, "unix:uid", ROOT, LinkOption.NOFOLLOW_LINKS);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
                stream.forEach(entries::add);
            }
            for (Path entry : entries) {
                giveTree(entry, account);
            }
            Files.setPosixFilePermissions(path, there.permissions());
            give(path, account);
        } else if (Integer.valueOf(1).equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS))) {
            give(path, account);
        }
    }

    static void give(Path file, UserAccount account) throws IOException {
        Files.setAttribute(file, "unix:uid", account.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", account.gid(), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean canUse(Path directory, UserAccount account) throws IOException {
        Process test = new ProcessBuilder(account.running(List.of("/usr/bin/test", "-w", directory + "/.")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return test.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + directory + " was looked at", e);
        }
    }
}
