package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A permanent failure of a member ends the test at once, unless the test caused or expected it. */
@Tag("R17")
@Tag("F12")
@Timeout(120)
class FatalFailureTest {
    private static final String CRASHER = "members: {a: {command: 'echo up; until [ -e go ]; do sleep 0.01; done; "
            + "echo the reason; exit 3', ready: {log: up}, restart: {on: []}}, "
            + "b: {command: 'echo up; exec sleep 600', ready: {log: up}}}";
    private static final Duration FOR_EVER = Duration.ofMinutes(30);

    @TempDir
    Path reports;

    private static LocalClusterBuilder crasher() {
        return LocalClusterExtension.builder().yaml(CRASHER);
    }

    private static void crash(Cluster cluster) {
        assertThat(cluster.member("a-0").exec("touch", "go").exitCode()).isZero();
    }

    private static void never() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Waits {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        static boolean interruptedAfterwards;

        @Test
        @Order(1)
        void blocks(Cluster cluster) throws Exception {
            crash(cluster);
            never();
        }

        @Test
        @Order(2)
        void comesLater() {
            throw new IllegalStateException("must not be run");
        }

        @AfterEach
        void after() {
            interruptedAfterwards |= Thread.currentThread().isInterrupted();
        }
    }

    @Test
    void failsTheRunningTestAtOnceAndLaterOnes() {
        Waits.interruptedAfterwards = false;
        List<Throwable> failures = EngineRun.of(reports, Waits.class).failures();

        assertThat(failures).hasSize(2).allMatch(ClusterFailedError.class::isInstance);
        assertThat(failures.get(0))
                .hasMessageContaining("a-0 ended with exit code 3 after")
                .hasMessageContaining("the reason")
                .hasMessageContaining("Waits/blocks/report.md");
        assertThat(failures.get(0).getSuppressed())
                .anyMatch(InterruptedException.class::isInstance)
                .anyMatch(ReportPointer.class::isInstance);
        assertThat(failures.get(1))
                .hasMessageContaining("the cluster has already failed, in Waits.blocks: a-0 ended with exit code 3");
        assertThat(Waits.interruptedAfterwards).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    static class ByAwaitility {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @Test
        void waits(Cluster cluster) {
            crash(cluster);
            await().atMost(FOR_EVER).until(() -> false);
        }
    }

    static class ByMember {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @Test
        void waits(Cluster cluster) {
            crash(cluster);
            cluster.member("b-0").awaitLog("never", FOR_EVER);
        }
    }

    static class InBeforeEach {
        @RegisterExtension
        final LocalClusterExtension cluster = crasher().build();

        @BeforeEach
        void waits(Cluster each) throws Exception {
            crash(each);
            never();
        }

        @Test
        void test() {}
    }

    static class InBeforeAll {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @BeforeAll
        static void waits(Cluster cluster) throws Exception {
            crash(cluster);
            never();
        }

        @Test
        void test() {}
    }

    /** Swallows the interrupt and would pass. */
    static class Stubborn {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @Test
        void swallows(Cluster cluster) {
            crash(cluster);
            try {
                never();
            } catch (InterruptedException e) {
                // Careless code ignores the interrupt.
                Thread.interrupted();
            }
        }
    }

    @Test
    void interruptsEveryKindOfWait() {
        for (Class<?> each :
                List.of(ByAwaitility.class, ByMember.class, InBeforeEach.class, InBeforeAll.class, Stubborn.class)) {
            assertThat(EngineRun.of(reports, each).failure())
                    .as(each.getSimpleName())
                    .isInstanceOf(ClusterFailedError.class)
                    .hasMessageContaining("a-0 ended with exit code 3");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(reports.resolve(InBeforeAll.class.getName().replace('$', '.'))
                        .resolve("report.md"))
                .isRegularFile();
    }

    static class OnPurpose {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @Test
        void expected(Cluster cluster, @OfMember("a-0") Member crasher) {
            cluster.expectFailure(crasher);
            crash(cluster);
            assertThat(crasher.awaitExit().code()).isEqualTo(3);
            crasher.awaitState(MemberState.FAILED);
            assertThat(cluster.member("b-0").state()).isEqualTo(MemberState.READY);
            assertThat(crasher.exec("rm", "go").exitCode()).isZero();
            cluster.heal();
        }

        @Test
        void done(Cluster cluster, @OfMember("a-0") Member victim) {
            victim.kill();
            cluster.heal();
            victim.exitWith(9);
            cluster.heal();
            victim.signal("TERM");
            victim.awaitState(MemberState.STOPPED);
            cluster.heal();
        }
    }

    @Test
    void anExpectedFailureDoesNotFailTheTest() {
        EngineRun.of(reports, OnPurpose.class).succeeded(2);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class ExpectedTooEarly {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @Test
        @Order(1)
        void expectsInVain(Cluster cluster) {
            cluster.expectFailure(cluster.member("a-0"));
        }

        @Test
        @Order(2)
        void crashes(Cluster cluster) throws Exception {
            crash(cluster);
            never();
        }
    }

    @Test
    void expectationsEndWithTheTest() {
        assertThat(EngineRun.of(reports, ExpectedTooEarly.class).failure())
                .isInstanceOf(ClusterFailedError.class)
                .hasMessageContaining("ExpectedTooEarly/crashes");
    }

    static class GoingOn {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().keepGoing().build();

        @Test
        void goesOn(Cluster cluster, @OfMember("a-0") Member crasher) {
            crash(cluster);
            crasher.awaitState(MemberState.FAILED);
            assertThat(cluster.member("b-0").state()).isEqualTo(MemberState.READY);
        }
    }

    @Test
    void keepGoingContinuesTheTest() {
        EngineRun.of(reports, GoingOn.class).succeeded(1);
    }

    static class Dynamic {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = crasher().build();

        @TestFactory
        Stream<DynamicTest> tests(Cluster cluster) {
            return Stream.of(
                    DynamicTest.dynamicTest(
                            "good", () -> assertThat(cluster.isReady()).isTrue()),
                    DynamicTest.dynamicTest("bad", () -> {
                        crash(cluster);
                        never();
                    }));
        }
    }

    @Test
    void failsDynamicTests() {
        EngineRun run = EngineRun.of(reports, Dynamic.class);
        assertThat(run.failures()).first().isInstanceOf(ClusterFailedError.class);
        assertThat(run.report(Dynamic.class, "tests").resolve("report.md")).isRegularFile();
    }
}
