package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Twenty classes, four at a time, in one JVM: each has its own cluster, and none affects another. */
@Tag("R18")
@Tag("slow")
class ParallelClassesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, String> FOUR_AT_A_TIME = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
            "junit.jupiter.execution.parallel.mode.default", "same_thread",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    /** The networks of the clusters that are running. */
    private static final Set<Integer> IN_USE = ConcurrentHashMap.newKeySet();

    private static final Set<Long> SEEN = ConcurrentHashMap.newKeySet();

    @TempDir
    Path reports;

    /** The tests of each class. */
    @LocalCluster(spec = "sleepers.yaml", hosts = 4)
    abstract static class Each {
        @BeforeAll
        static void begin(Cluster cluster) {
            assertThat(IN_USE.add(cluster.network())).as("nobody else has it").isTrue();
            assertThat(IN_USE).as("the clusters at a time").hasSizeLessThanOrEqualTo(4);
        }

        @AfterAll
        static void end(Cluster cluster) {
            assertThat(IN_USE.remove(cluster.network())).isTrue();
        }

        @Test
        void hasAClusterOfItsOwn(Cluster cluster, List<Member> members) {
            assertThat(members).hasSize(4).allMatch(member -> member.state() == MemberState.READY);
            assertThat(members).extracting(Member::address).isEqualTo(cluster.addresses());
            members.forEach(member -> SEEN.addAll(member.pids()));
        }

        @Test
        void survivesTheDeathOfAMember(Cluster cluster, List<Member> members) {
            Set<Long> others = new HashSet<>();
            members.subList(1, 4).forEach(member -> others.addAll(member.pids()));

            members.get(0).kill();
            assertThat(members.get(0).state()).isEqualTo(MemberState.STOPPED);
            cluster.heal(PATIENCE);

            Set<Long> now = new HashSet<>();
            members.subList(1, 4).forEach(member -> now.addAll(member.pids()));
            assertThat(now).isEqualTo(others);
            SEEN.addAll(now);
            SEEN.addAll(members.get(0).pids());
        }

        @Test
        void restartsAfter55(List<Member> members) {
            Member one = members.get(3);
            int starts = one.starts();

            one.exitWith(55);

            assertThat(one.awaitExit(PATIENCE).code()).isEqualTo(55);
            one.awaitState(MemberState.READY, PATIENCE);
            assertThat(one.starts()).isEqualTo(starts + 1);
        }
    }

    static final class C01 extends Each {}

    static final class C02 extends Each {}

    static final class C03 extends Each {}

    static final class C04 extends Each {}

    static final class C05 extends Each {}

    static final class C06 extends Each {}

    static final class C07 extends Each {}

    static final class C08 extends Each {}

    static final class C09 extends Each {}

    static final class C10 extends Each {}

    static final class C11 extends Each {}

    static final class C12 extends Each {}

    static final class C13 extends Each {}

    static final class C14 extends Each {}

    static final class C15 extends Each {}

    static final class C16 extends Each {}

    static final class C17 extends Each {}

    static final class C18 extends Each {}

    static final class C19 extends Each {}

    static final class C20 extends Each {}

    private static final Class<?>[] TWENTY = {
        C01.class, C02.class, C03.class, C04.class, C05.class, C06.class, C07.class, C08.class, C09.class, C10.class,
        C11.class, C12.class, C13.class, C14.class, C15.class, C16.class, C17.class, C18.class, C19.class, C20.class
    };

    @RepeatedTest(3)
    void parallelClassesDoNotAffectEachOther(TestReporter reporter) throws Exception {
        long begun = System.nanoTime();

        EngineRun run = EngineRun.of(reports, FOUR_AT_A_TIME, TWENTY).succeeded(3 * TWENTY.length);

        reporter.publishEntry("twenty classes", (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(SEEN).hasSizeGreaterThanOrEqualTo(4 * TWENTY.length).noneMatch(LiveProcesses::isAlive);
        assertThat(IN_USE).isEmpty();
        try (Stream<Path> kept = Files.walk(run.reports())) {
            assertThat(kept.filter(Files::isRegularFile))
                    .as("reports of tests that pass")
                    .isEmpty();
        }
    }
}
