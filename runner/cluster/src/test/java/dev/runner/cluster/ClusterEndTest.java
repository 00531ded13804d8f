package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.cluster.plan.TemporaryDirectories;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent;
import dev.runner.supervisor.MemberEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All the ways in which a cluster of real processes ends, and how often that is told. */
@Timeout(60)
class ClusterEndTest {
    private static final String UP = "'echo up; exec sleep 60', ready: {log: up}";

    @TempDir
    Path home;

    @Test
    @Tag("F12b")
    void isFinishedWhenAllHaveEndedWithCode0() throws Exception {
        try (ClusterFixture real =
                ClusterFixture.start(home, "members: {a: {command: 'exit 0'}, b: {command: 'exit 0', after: [a]}}")) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FINISHED);
            assertThat(real.state()).isEqualTo(ClusterState.STOPPED);
            assertThat(real.fatals).isEmpty();
            String refusal = ClusterFixture.within(
                    real.cluster.startMember("a-0").handle((member, failure) -> String.valueOf(failure)));
            assertThat(refusal).contains("the cluster is being stopped");
        }
    }

    @Test
    @Tag("F21")
    @Tag("R2")
    void endsWhenAMemberEndsWithCode0AndNeverWasReady() throws Exception {
        String yaml = "members: {a: {command: 'echo going to the background', ready: {log: never}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);

            assertThat(real.ready).isEmpty();
            assertThat(real.fatals).hasSize(1);
            assertThat(real.fatals.get(0).message())
                    .startsWith("a-0 ended with exit code 0 after ")
                    .contains("before it was ready", "stay in the foreground", "going to the background");
        }
    }

    @Test
    @Tag("F12")
    @Tag("F21")
    void aCrashDuringTheStartEndsItAtOnce() throws Exception {
        String yaml = "members: {a: {command: 'echo last words; exit 3'}, b: {command: 'exec sleep 60',"
                + " ready: {command: 'false'}}, c: {command: " + UP + ", after: [b]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);

            assertThat(real.fatals).hasSize(1);
            ClusterFailure fatal = real.fatals.get(0);
            assertThat(fatal.message())
                    .startsWith("a-0 ended with exit code 3 after ")
                    .contains("last words")
                    .contains(real.cluster.log("a-0").toString());
            assertThat(real.ready).isEmpty();
            assertThat(real.told(Kind.SPAWNED)).doesNotContain("c-0");
            assertThat(real.member("b-0").state()).isEqualTo(LifecycleState.STOPPED);
        }
    }

    @Test
    @Tag("F13")
    @Tag("F21")
    void anErrorInTheSupervisionEndsItWithAMessage() throws Exception {
        String yaml = "members: {a: {command: " + UP + "}, b: {command: " + UP + ", after: [a]}}";
        try (ClusterFixture real = ClusterFixture.prepare(home, yaml, Wish.goingOn())) {
            real.cluster.listen(new ClusterListener() {
                @Override
                public void onMember(MemberEvent event) {
                    if (event.kind() == Kind.READY) {
                        throw new NoClassDefFoundError("dev/runner/Gone");
                    }
                }
            });
            real.cluster.start();

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);

            assertThat(real.fatals).hasSize(1);
            assertThat(real.fatals.get(0).isOfSupervision()).isTrue();
            assertThat(real.fatals.get(0).message())
                    .startsWith("the supervision failed, so that all members are killed: "
                            + "java.lang.NoClassDefFoundError: dev/runner/Gone; a jar was replaced")
                    .contains("events.jsonl");
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.STOPPED);
            assertThat(real.cluster.directory().resolve("events.jsonl"))
                    .content()
                    .contains("ClusterEndTest", "\"fatal\"");
        }
    }

    @Test
    @Tag("F14")
    void aMemberThatCannotBeStartedSaysSo() throws Exception {
        Path program = home.resolve("program");
        java.nio.file.Files.writeString(program, "#!/bin/sh\nexit 55\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String yaml = "members: {a: {command: ['" + program + "'], restart: {delay: 500ms}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitState("a-0", LifecycleState.BACKING_OFF);
            java.nio.file.Files.delete(program);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).headline())
                    .startsWith("a-0 could not be started: ")
                    .contains("is missing or not executable");
        }
    }

    @Test
    @Tag("F17")
    void theBudgetsMessageReadsWell() throws Exception {
        String yaml = "members: {a: {command: 'exit 55', restart: {delay: 1ms, limit: 2}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).headline())
                    .matches("a-0 asked for a restart \\(exit code 55\\) more than 2 times in 60 s;"
                            + " its last run took \\d+ ms");
        }
    }

    @Test
    @Tag("F12")
    void keepsTheOthersGoing() throws Exception {
        String yaml = "members: {a: {command: 'sleep 0.1; exit 3', ready: {log: never}}, b: {command: " + UP
                + "}, c: {command: " + UP + ", after: [a]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.goingOn())) {
            real.awaitState("a-0", LifecycleState.FAILED);
            real.awaitState("b-0", LifecycleState.READY);
            assertThat(real.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(real.cluster.ended()).isNotDone();

            real.cluster.stop(Action.ShutdownReason.DOWN);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.state()).isEqualTo(ClusterState.FAILED);
            assertThat(real.told(Kind.SPAWNED)).doesNotContain("c-0");
        }
    }

    @Test
    void whatAKilledManagerLeftIsRemovedWithItsTemporaryDirectories() throws Exception {
        Path cluster = Files.createDirectory(home.resolve("killed"));
        Path temporary =
                TemporaryDirectories.of(cluster, System.getenv()).base().resolve("a-0");
        Files.createDirectories(temporary);

        assertThat(ProcessCluster.reapOrphans(cluster)).isEmpty();

        assertThat(temporary.getParent()).doesNotExist();
    }

    @Test
    @Tag("F12")
    void isWholeAgainWhenTheOneThatFailedIsReadyAgain() throws Exception {
        String yaml = "members: {a: {command: 'test -e {{spec.dir}}/well || exit 3; exec sleep 60'}, b: {command: " + UP
                + "}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.goingOn())) {
            real.awaitState("a-0", LifecycleState.FAILED);
            Files.createFile(home.resolve("well"));

            ClusterFixture.within(real.cluster.startMember("a-0"));

            await().until(() -> real.state() == ClusterState.READY);
            real.cluster.stop(Action.ShutdownReason.DOWN);
            assertThat(real.awaitEnd()).as("it had failed once").isEqualTo(ClusterOutcome.FAILED);
        }
    }

    @Test
    @Tag("F12")
    void endsWhereAllHaveFailedAndTheRestWaitsForThem() throws Exception {
        String yaml = "members: {a: {command: 'exit 3', ready: {log: never}}, b: {command: 'exit 0'}, c: {command: "
                + UP + ", after: [a]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.goingOn())) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.member("c-0").state()).isEqualTo(LifecycleState.PENDING);
        }
    }

    @Test
    @Tag("F13")
    void stopsDuringTheStart() throws Exception {
        String yaml = "members: {a: {command: 'exec sleep 60', ready: {command: 'false'}}, b: {command: " + UP
                + ", after: [a]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitState("a-0", LifecycleState.STARTING);

            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.cluster.stop(Action.ShutdownReason.API_UNAVAILABLE);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(real.told(Kind.SPAWNED)).containsExactly("a-0");
            assertThat(real.member("a-0").action()).isEqualTo(Action.ShutdownReason.DOWN);
        }
    }

    @Test
    @Tag("F13")
    void aStopBeforeTheStartStartsNothing() throws Exception {
        try (ClusterFixture real = ClusterFixture.prepare(home, "members: {a: {command: " + UP + "}}", Wish.NONE)) {
            real.cluster.stop(new Action.ManagerSignal(2));
            real.cluster.start();

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(real.told(Kind.SPAWNED)).isEmpty();
            assertThat(real.problems).isEmpty();
        }
    }

    @Test
    @Tag("F13")
    void killsDuringTheStop() throws Exception {
        String yaml = "members: {a: {command: \"trap '' TERM; echo up; while :; do sleep 1; done\", ready: {log: up},"
                + " stop: {grace: 50s}}, b: {command: " + UP + ", after: [a]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            real.cluster.stop(new Action.ManagerSignal(2));
            await().until(() -> real.told(Kind.STOPPING).contains("a-0"));

            real.cluster.kill(Action.ShutdownReason.SECOND_SIGNAL);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
        }
    }

    @Test
    @Tag("F12")
    void aMemberThatCrashesWhileOthersAreStoppedIsNoFatalError() throws Exception {
        String yaml = "members: {a: {command: " + UP + "}, b: {command: \"trap 'sleep 0.3; exit 0' TERM; echo up;"
                + " while :; do sleep 0.05; done\", ready: {log: up}, after: [a]}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitReady();
            real.cluster.stop(Action.ShutdownReason.DOWN);
            await().until(() -> real.told(Kind.STOPPING).contains("b-0"));
            ProcessHandle.of(real.member("a-0").pid()).orElseThrow().destroyForcibly();

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.FAILED);
            assertThat(real.fatals).isEmpty();
        }
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        ClusterFixture real = ClusterFixture.start(home, "members: {a: {command: " + UP + "}}");
        try (real) {
            real.awaitReady();
        }
        assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
        real.cluster.close();
        assertThat(Collections.frequency(
                        real.timeline().stream()
                                .map(line -> line.contains("\"cluster_ended\""))
                                .toList(),
                        true))
                .isEqualTo(1);
    }

    @Test
    void aListenerThatThrowsDoesNotHoldItUp() throws Exception {
        try (ClusterFixture real = ClusterFixture.prepare(
                home, "members: {a: {command: " + UP + "}, b: {command: " + UP + ", after: [a]}}", Wish.NONE)) {
            real.cluster.listen(new ClusterListener() {
                @Override
                public void onMember(MemberEvent event) {
                    throw new IllegalStateException("broken");
                }

                @Override
                public void onReady(Duration took) {
                    throw new IllegalStateException("broken");
                }
            });
            real.cluster.start();
            real.awaitReady();
            real.cluster.stop(Action.ShutdownReason.DOWN);

            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.STOPPED);
            assertThat(real.problems)
                    .contains("a listener of the cluster failed: java.lang.IllegalStateException: broken");
        }
    }
}
