package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As many members as there can be, and as many starts as there may be: nothing grows with time. */
@EnabledOnOs(OS.LINUX)
class ManyMembersTest {
    @TempDir
    Path temp;

    private static int openFiles() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? -1 : names.length;
    }

    /** But for those of the JDK that wait for exits: it keeps them for a minute to use them again. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .count();
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    @Test
    @Tag("F13")
    @Tag("F20")
    void twoHundredAndFiftyFourMembersStartAndStop(TestReporter reporter) throws Exception {
        try (SupervisorFixture real = new SupervisorFixture(temp.resolve("many"))) {
            List<MemberId> ids = new ArrayList<>();
            for (int i = 0; i < 254; i++) {
                ids.add(real.add(
                        "worker-" + i,
                        "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; exec sleep 300",
                        new StopPolicy("TERM", Duration.ofMinutes(1)),
                        RestartPolicy.STANDARD));
            }
            long start = System.nanoTime();
            ids.forEach(id -> real.supervisor.start(id, null));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> count(real, MemberEvent.Kind.NOTICE_READY) == 254);
            reporter.publishEntry("254 members ready", millisSince(start) + " ms");
            reporter.publishEntry("threads", Long.toString(threads()));

            long stop = System.nanoTime();
            ids.forEach(id -> real.supervisor.stop(id, Action.Operation.STOP));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> count(real, MemberEvent.Kind.STOPPED) == 254);
            reporter.publishEntry("254 members stopped", millisSince(stop) + " ms");
            assertThat(real.events).noneMatch(event -> event.kind() == MemberEvent.Kind.KILLING);
            assertThat(real.problems).isEmpty();
        }
    }

    private static long count(SupervisorFixture real, MemberEvent.Kind kind) {
        return real.events.stream().filter(event -> event.kind() == kind).count();
    }

    @Test
    @Tag("F11")
    @Tag("F17")
    void threeHundredRestartsLeaveNothingBehind(TestReporter reporter) throws Exception {
        RestartPolicy always = new RestartPolicy(
                Set.of(55), Duration.ZERO, Duration.ZERO, Duration.ZERO, 1000, Duration.ofMinutes(10));
        try (SupervisorFixture real = new SupervisorFixture(temp.resolve("restarting"))) {
            List<MemberId> ids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String script = "echo run >> runs; [ $(wc -l < runs) -gt ${RUNS:-50} ] && exec sleep 300; exit 55";
                ids.add(real.add("worker-" + i, script, StopPolicy.STANDARD, always));
            }
            // Of each member that runs: two pipes, each held by a second end, and its log.
            int files = openFiles() + 6 * 5;
            ids.forEach(id -> real.supervisor.start(id, null));
            await().atMost(Duration.ofSeconds(20)).until(() -> restarts(real) >= 12);
            long threads = threads();
            long start = System.nanoTime();
            await().atMost(Duration.ofSeconds(60)).until(() -> restarts(real) == 300);
            reporter.publishEntry("the last 288 restarts", millisSince(start) + " ms");
            // NuProcess collects the last ones by a poll of 250 ms.
            await().atMost(Duration.ofSeconds(20)).until(() -> openFiles() <= files + 4);
            await().atMost(Duration.ofSeconds(20)).until(() -> threads() <= threads + 1);
        }
    }

    private static int restarts(SupervisorFixture real) {
        return real.supervisor.snapshot().members().stream()
                .mapToInt(MemberSnapshot::restarts)
                .sum();
    }

    @Test
    void aSupervisorThatIsClosedHoldsNothing() throws Exception {
        useOne("first");
        await().atMost(Duration.ofSeconds(20)).until(() -> !isAlive("reaper") && !isAlive("notices"));
        int files = openFiles();
        for (int i = 0; i < 10; i++) {
            useOne("next-" + i);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> openFiles() <= files + 2);
        for (String name : List.of("reaper", "notices", "exits", "timer", "supervisor")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !isAlive(name));
        }
    }

    private static boolean isAlive(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals(thread));
    }

    private void useOne(String name) throws Exception {
        try (SupervisorFixture real = new SupervisorFixture(temp.resolve(name))) {
            MemberId id =
                    real.run("worker-0", "echo \"$MULTIHOST_COOKIE ready\" > \"$MULTIHOST_NOTICES\"; exec sleep 300");
            real.awaitEvent(id, MemberEvent.Kind.NOTICE_READY);
        }
    }
}
