package dev.runner.supervisor;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A manager that starts more members than it has files for, and says how many could not be started, and why. */
final class FileDescriptorLimitMain {
    private FileDescriptorLimitMain() {}

    /** Arguments: the directory, and how many members. */
    public static void main(String[] args) throws Exception {
        SupervisorFixture real = new SupervisorFixture(Path.of(args[0]));
        List<MemberId> ids = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            ids.add(real.run("worker-" + i, "exec sleep 300"));
        }
        await().atMost(SupervisorFixture.PATIENCE).until(() -> ids.stream().allMatch(id -> isDecided(real.member(id))));
        long failed = ids.stream()
                .filter(id -> real.member(id).state() == LifecycleState.FAILED)
                .count();
        System.out.println("failed " + failed);
        Cause.Failure failure = real.member(ids.get(ids.size() - 1)).failure();
        System.out.println(failure == null ? null : failure.describe());
        real.close();
        System.out.println("closed");
        System.exit(0);
    }

    private static boolean isDecided(MemberSnapshot member) {
        return member.state() == LifecycleState.FAILED || member.pid() != 0;
    }
}
