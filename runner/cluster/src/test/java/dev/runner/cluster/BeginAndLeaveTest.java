package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.supervisor.Action;
import dev.runner.supervisor.MemberEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who begins when a cluster starts, in which order it stops, and how members leave. */
@Tag("R3")
@Timeout(60)
class BeginAndLeaveTest {
    private static final String GALERA = """
            hosts: 3
            members:
              g:
                first: 'echo alone; test -f seqno || echo 1 > seqno; exec sleep 60'
                command: 'echo joins; test -f seqno || echo 1 > seqno; exec sleep 60'
                start: one-by-one
                stop: {order: %s}
                begin: %s
                ready: {command: [test, -f, seqno]}
            """;

    @TempDir
    Path home;

    @Test
    void theOneThatStoppedLastBegins() throws Exception {
        String yaml = GALERA.formatted("as-started", "last-stopped");
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(Kind.READY)).containsExactly("g-0", "g-1", "g-2");
            assertThat(real.log("g-0")).isEqualTo("alone\n");
            assertThat(real.log("g-1")).isEqualTo("joins\n");
            ClusterFixture.within(real.cluster.killMember("g-0"));
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
            assertThat(real.told(Kind.STOPPED)).containsExactly("g-0", "g-2", "g-1");
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(Kind.READY)).containsExactly("g-1", "g-0", "g-2");
            assertThat(real.log("g-1")).isEqualTo("joins\nalone\n");
            assertThat(real.log("g-0")).isEqualTo("alone\njoins\n");
            assertThat(real.problems).containsExactly("g-1 begins: it was the last of its kind to stop");

            ClusterFixture.within(real.cluster.restartMember("g-1"));
            real.awaitLog("g-1", "alone\njoins\n");
        }
    }

    @Test
    void afterACrashOfAllOneBeginsThatHadNotStoppedBefore() throws Exception {
        String yaml = GALERA.formatted("as-started", "last-stopped");
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            ClusterFixture.within(real.cluster.killMember("g-0"));
        }
        Path timeline = home.resolve(".runner/test/events.jsonl");
        // As a manager leaves it that was killed: the ends of the other two are missing.
        Files.write(
                timeline,
                Files.readAllLines(timeline).stream()
                        .filter(line -> !line.contains("\"exited\"") || line.contains("\"g-0\""))
                        .toList());

        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(Kind.READY)).containsExactly("g-1", "g-0", "g-2");
        }
    }

    @Test
    void theOneWithTheHighestNumberBegins() throws Exception {
        String yaml = GALERA.formatted("together", "{command: 'echo of {{name}}; cat seqno'}");
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
        }
        Path members = home.resolve(".runner/test/members");
        Files.writeString(members.resolve("g-0/seqno"), "-1\n");
        Files.writeString(members.resolve("g-1/seqno"), "17\n");
        Files.writeString(members.resolve("g-2/seqno"), "117\n");

        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(Kind.READY)).containsExactly("g-2", "g-0", "g-1");
            assertThat(real.problems).containsExactly("g-2 begins: it has the highest number, 117");
        }
        for (String name : new String[] {"g-0", "g-1", "g-2"}) {
            Files.writeString(members.resolve(name + "/seqno"), "unknown\n");
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(Kind.READY)).containsExactly("g-0", "g-1", "g-2");
            assertThat(real.problems.get(0))
                    .startsWith("g-0 begins, because `begin.command` gave no number anywhere: g-0: no number");
        }
    }

    @Test
    void theOrderOfStoppingIsItsOwn() throws Exception {
        String yaml = """
                hosts: 3
                members:
                  a: {command: 'exec sleep 60', stop: {order: one-by-one}}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            real.cluster.stop(Action.ShutdownReason.DOWN);
            real.awaitEnd();
            assertThat(real.told(Kind.STOPPED)).containsExactly("a-2", "a-1", "a-0");
        }
        String together = GALERA.formatted("together", "last-stopped");
        try (ClusterFixture real =
                ClusterFixture.start(home.resolve("t"), together).awaitReady()) {
            assertThat(new StartOrder(real.cluster.plan().members())
                            .stoppable(MemberSnapshotFixtures.states("g-0:ready g-1:ready g-2:ready")))
                    .containsExactly("g-0", "g-1", "g-2");
        }
    }

    @Test
    void aMemberLeavesBeforeItIsStoppedAndTheOthersAreTold() throws Exception {
        String yaml = """
                hosts: 3
                members:
                  a:
                    command: 'exec sleep 60'
                    leave:
                      command: 'test ! -f stays || { echo not yet; exit 7; }; echo "$MULTIHOST_MEMBER goes" >> {{spec.dir}}/did'
                      others: 'echo "$MULTIHOST_MEMBER: {{count}} without $MULTIHOST_LEAVING" >> {{spec.dir}}/did'
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            Path stays = Files.createFile(real.cluster.directory().resolve("members/a-2/stays"));
            assertThatThrownBy(() -> real.cluster.removeMember("a-2").get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("`leave.command` of a-2 ended with exit code 7")
                    .hasMessageContaining("    not yet\n  it was not removed");
            assertThat(real.cluster.plan().hosts()).isEqualTo(3);
            assertThat(real.state()).isEqualTo(ClusterState.READY);
            Files.delete(stays);

            ClusterFixture.within(real.cluster.removeMember("a-2"));

            assertThat(Files.readAllLines(home.resolve("did")))
                    .startsWith("a-2 goes")
                    .containsExactlyInAnyOrder("a-2 goes", "a-0: 2 without a-2", "a-1: 2 without a-2");
        }
    }

    @Test
    void aCommandThatDoesNotEndIsKilledAndTheMemberStays() throws Exception {
        String yaml = """
                hosts: 2
                members:
                  a: {command: 'exec sleep 60', leave: {command: 'echo waits; sleep 60', timeout: 200ms}}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThatThrownBy(() -> real.cluster.removeMember("a-1").get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("`leave.command` of a-1 was killed, because its time was over,");
            assertThat(real.cluster.plan().member("a-1")).isPresent();
            ClusterFixture.within(real.cluster.killMember("a-1"));
            ClusterFixture.within(real.cluster.removeMember("a-1"));
            assertThat(real.cluster.plan().hosts()).isEqualTo(1);
        }
    }
}
