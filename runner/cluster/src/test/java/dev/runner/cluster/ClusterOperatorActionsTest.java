package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.supervisor.Action;
import dev.runner.supervisor.LifecycleState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where what a spec says of the starts of members meets what somebody does to the running cluster. */
@Tag("R9")
@Timeout(60)
class ClusterOperatorActionsTest {
    private static final String FORMING = """
            hosts: 2
            members:
              a:
                init: ['echo init of {{count}}']
                command: 'echo up; exec sleep 60'
                ready: {log: up}
                formed: {command: [test, -e, "{{spec.dir}}/sees-{{count}}"]}
            """;

    @TempDir
    Path home;

    @Test
    void sendsLinesToAMemberThatReads() throws Exception {
        String yaml = """
                members:
                  reads: {command: 'while read -r line; do echo "got $line"; done; echo end', stdin: open}
                  deaf: {command: 'cat; exec sleep 60'}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            ClusterFixture.within(
                    real.cluster.sendToMember("reads-0", "one\ntwo ü\n".getBytes(StandardCharsets.UTF_8)));
            real.awaitLog("reads-0", "got one\ngot two ü\n");

            assertThat(real.cluster.sendToMember("deaf-0", new byte[1]))
                    .failsWithin(ClusterFixture.PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("deaf-0 was sent nothing: its standard input is closed");
            assertThatThrownBy(() -> real.cluster.sendToMember("reads-0", new byte[65_537]))
                    .hasMessage("64 KiB at most can be sent at once, not 65537 bytes");
            ClusterFixture.within(real.cluster.stopMember("reads-0"));
            assertThat(real.cluster.sendToMember("reads-0", new byte[1]))
                    .failsWithin(ClusterFixture.PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("reads-0 does not run");
        }
    }

    @Test
    @Tag("R2")
    void aClusterThatGrowsHasToFormAgainAndWithoutTheRemovedItHas() throws Exception {
        Files.createFile(home.resolve("sees-2"));
        try (ClusterFixture real = ClusterFixture.start(home, FORMING).awaitReady()) {
            await().until(() -> real.formed.size() == 1);

            ClusterFixture.within(real.cluster.addHosts(1));
            real.awaitState("a-2", LifecycleState.READY);
            assertThat(real.log("a-2")).isEqualTo("init of 3\nup\n");
            assertThat(real.cluster.status().formed()).isFalse();
            Files.createFile(home.resolve("sees-3"));
            await().until(() -> real.formed.size() == 2);
            assertThat(real.cluster.status().formed()).isTrue();

            ClusterFixture.within(real.cluster.removeMember("a-2"));
            await().until(() -> real.formed.size() == 3);
            assertThat(real.cluster.status().formed()).isTrue();
        }
    }

    @Test
    @Tag("R2")
    void aClusterWithAPausedMemberHasNotFormedUntilThatGoesOn() throws Exception {
        Files.createFile(home.resolve("sees-2"));
        try (ClusterFixture real = ClusterFixture.start(home, FORMING).awaitReady()) {
            await().until(() -> real.formed.size() == 1);

            ClusterFixture.within(real.cluster.pauseMember("a-1"));
            assertThat(real.cluster.status().formed()).isFalse();

            ClusterFixture.within(real.cluster.resumeMember("a-1"));
            await().until(() -> real.formed.size() == 2);
            assertThat(real.cluster.status().formed()).isTrue();
        }
    }

    @Test
    @Tag("R3")
    void aRestartedMemberComesAfterThoseItIsStartedAfter() throws Exception {
        String yaml = """
                members:
                  db: {ready: {log: up}, command: 'while [ ! -e {{spec.dir}}/go ]; do sleep 0.01; done; echo up; exec sleep 60'}
                  app: {after: [db], ready: {log: up}, command: 'echo up; exec sleep 60'}
                """;
        Files.createFile(home.resolve("go"));
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            Files.delete(home.resolve("go"));
            ClusterFixture.within(real.cluster.restartMember("db-0"));
            var app = real.cluster.restartMember("app-0");
            real.awaitState("app-0", LifecycleState.STOPPED);
            assertThat(app).isNotDone();
            Files.createFile(home.resolve("go"));

            ClusterFixture.within(app);
            real.awaitState("app-0", LifecycleState.READY);
            assertThat(real.member("app-0").incarnation()).isEqualTo(2);
            assertThat(real.member("db-0").state()).isEqualTo(LifecycleState.READY);
        }
    }

    @Test
    @Tag("R4")
    void aSignalThatEndsInitIsNoFailure() throws Exception {
        String yaml = "members: {a: {init: ['echo in init; exec sleep 60'], command: 'exec sleep 60'}, "
                + "b: {command: 'exec sleep 60'}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            real.awaitLog("a-0", "in init");
            ClusterFixture.within(real.cluster.signalMember("a-0", "TERM"));

            real.awaitState("a-0", LifecycleState.STOPPED);
            assertThat(real.fatals).isEmpty();
            assertThat(real.member("a-0").action()).isEqualTo(new Action.SendSignal(15));
        }
    }

    @Test
    @Tag("R12")
    void onlyTheMemberItselfIsDebuggedAndNotItsInit() throws Exception {
        String yaml = "members: {a: {init: ['echo init $JAVA_TOOL_OPTIONS'], "
                + "command: 'echo up $JAVA_TOOL_OPTIONS; exec sleep 60', ready: {log: up}}}";
        DebuggerOptions one = new DebuggerOptions(false, Set.of("a-0"), Set.of());
        try (ClusterFixture real =
                ClusterFixture.start(home, yaml, Wish.debugging(one)).awaitReady()) {
            assertThat(real.log("a-0")).startsWith("init\nup ").contains("-agentlib:jdwp=", ":5005");
        }
    }

    @Test
    @Tag("R12")
    void theCommandOfTheFirstBootIsDebuggedToo() throws Exception {
        String yaml = "members: {a: {command: 'exec sleep 60', first: 'echo up $JAVA_TOOL_OPTIONS; exec sleep 60', "
                + "ready: {log: up}}}";
        DebuggerOptions one = new DebuggerOptions(true, Set.of(), Set.of());
        try (ClusterFixture real =
                ClusterFixture.start(home, yaml, Wish.debugging(one)).awaitReady()) {
            assertThat(real.log("a-0")).contains("-agentlib:jdwp=");
        }
    }
}
