package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gives a member's directory to the user that it runs as. */
final class MemberDirectoryOwnership {
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
        if (!Integer.valueOf(account.uid()).equals(Files.getAttribute(member.directory(), "unix:uid"))) {
            try (Stream<Path> files = Files.walk(member.directory())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    give(file, account);
                }
            }
        }
        if (!canUse(member.directory(), account)) {
            throw new MachineNotReadyException(List.of(member.name() + " is to run as user " + account.name()
                    + ", who cannot get into " + member.directory()
                    + ": a directory above it is closed to others; start from a directory that is not"));
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
