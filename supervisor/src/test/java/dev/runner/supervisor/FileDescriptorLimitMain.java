package dev.runner.supervisor;

import static org.awaitility.Awaitility.await;

import dev.runner.util.FileFailure;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A manager whose files are used up, by its members or by others; what it does about that it says. */
final class FileDescriptorLimitMain {
    private FileDescriptorLimitMain() {}

    /** Arguments: the directory, and how many members it tries to start; 0 where others take the files. */
    public static void main(String[] args) throws Exception {
        SupervisorFixture real = new SupervisorFixture(Path.of(args[0]));
        int members = Integer.parseInt(args[1]);
        if (members > 0) {
            startsAsManyAsItCan(real, members);
        } else {
            killsWithoutADescriptor(real);
        }
        real.close();
        System.out.println("closed");
        System.exit(0);
    }

    private static void startsAsManyAsItCan(SupervisorFixture real, int members) {
        List<MemberId> ids = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            ids.add(real.run("worker-" + i, "echo begun; exec sleep 300"));
        }
        for (MemberId id : ids) {
            await().atMost(SupervisorFixture.PATIENCE).until(() -> isDecided(real, id));
        }
        long failed = ids.stream()
                .filter(id -> real.member(id).state() == LifecycleState.FAILED)
                .count();
        System.out.println("failed " + failed);
        Cause.Failure failure = real.member(ids.get(ids.size() - 1)).failure();
        System.out.println(failure == null ? null : failure.describe());
        System.out.println("open " + new File("/proc/self/fd").list().length);
    }

    private static boolean isDecided(SupervisorFixture real, MemberId id) throws IOException {
        return real.member(id).state() == LifecycleState.FAILED
                || real.logText(id.name()).contains("begun");
    }

    private static void killsWithoutADescriptor(SupervisorFixture real) throws Exception {
        MemberId first = real.run("worker-0", "exec sleep 300");
        real.awaitEvent(first, MemberEvent.Kind.SPAWNED);
        real.supervisor.kill(first, null); // loads what the end of a member needs
        real.awaitState(first, LifecycleState.STOPPED);
        MemberId second = real.run("worker-1", "exec sleep 300");
        real.awaitEvent(second, MemberEvent.Kind.SPAWNED);
        long pid = real.member(second).pid();

        // Loads, from directories, what a product has in a jar that is open.
        new Cause.Problem(FileFailure.reason(new IOException("none"))).describe();

        List<FileInputStream> taken = new ArrayList<>();
        // What the first end and the second start have open yet is given back a moment later.
        await().atMost(SupervisorFixture.PATIENCE)
                .during(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !takeAllDescriptors(taken));
        real.supervisor.kill(second, null);
        MemberEvent unseen = real.awaitEvent(second, MemberEvent.Kind.STILL_ALIVE);
        Cause cause = java.util.Objects.requireNonNull(unseen.cause());
        // As it was then: the end of its leader may have freed a descriptor since, so that it is seen to have ended.
        System.out.println(unseen.member().state().isAlive() + " " + cause.describe());
        for (FileInputStream in : taken) {
            in.close();
        }
        real.awaitState(second, LifecycleState.STOPPED);
        System.out.println("alive " + SupervisorFixture.isAlive(pid));
    }

    /** Returns whether there were any. */
    private static boolean takeAllDescriptors(List<FileInputStream> taken) {
        int before = taken.size();
        while (true) {
            try {
                taken.add(new FileInputStream("/dev/null"));
            } catch (FileNotFoundException e) {
                return taken.size() > before;
            }
        }
    }
}
