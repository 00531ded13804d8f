package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations on members, used like in any test. */
@Tag("R14b")
@Timeout(120)
@LocalCluster(spec = "sleepers.yaml", hosts = 3)
class FaultTest {
    private final Cluster cluster;
    private final Member victim;

    FaultTest(Cluster cluster, @OfMember("worker-1") Member victim) {
        this.cluster = cluster;
        this.victim = victim;
    }

    @BeforeEach
    void isWhole() {
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void killReturnsWhenNothingIsAlive() {
        Set<Long> pids = victim.pids();
        assertThat(pids).isNotEmpty();

        victim.kill();

        assertThat(pids).noneMatch(LiveProcesses::isAlive);
        assertThat(victim.state()).isEqualTo(MemberState.STOPPED);
        assertThat(victim.awaitExit().signal()).isEqualTo("KILL");
        assertThat(victim.lastExit().orElseThrow()).hasToString("signal KILL");
        assertThat(cluster.isReady()).isFalse();
        assertThatThrownBy(victim::pid).hasMessageContaining("worker-1 is not running: it is stopped");
        assertThatThrownBy(victim::pause).hasMessageContaining("worker-1 is stopped");
    }

    @Test
    void stopAndStartAndRestart() {
        int before = victim.starts();
        victim.stop();
        assertThat(victim.awaitExit().signal()).isEqualTo("TERM");

        victim.start();
        assertThat(LiveProcesses.isAlive(victim.pid())).isTrue();
        victim.awaitReady();
        assertThat(victim.starts()).isEqualTo(before + 1);

        victim.restart();
        victim.awaitReady();
        assertThat(victim.starts()).isEqualTo(before + 2);
    }

    @Test
    void pauseAndResume() {
        victim.pause();
        assertThat(victim.isPaused()).isTrue();
        assertThat(victim.state()).isEqualTo(MemberState.READY);
        assertThat(cluster.isReady()).isFalse();

        victim.resume();
        assertThat(victim.isPaused()).isFalse();
        assertThat(cluster.isReady()).isTrue();
    }

    @Test
    void aSentSignalIsNotAFailure() {
        victim.signal("HUP");

        assertThat(victim.awaitExit().signal()).isEqualTo("HUP");
        victim.awaitState(MemberState.STOPPED);
    }

    @Test
    void exitWithAppliesTheRestartRule() {
        int before = victim.starts();
        victim.exitWith(55);
        assertThat(victim.awaitExit().code()).isEqualTo(55);
        await().until(() -> victim.starts() == before + 1 && victim.state() == MemberState.READY);

        victim.exitWith(7);
        assertThat(victim.awaitExit()).hasToString("exit code 7");
        victim.awaitState(MemberState.FAILED);

        assertThat(cluster.member("worker-0").state()).isEqualTo(MemberState.READY);
        assertThatThrownBy(() -> victim.exitWith(256)).hasMessageContaining("0 to 255");
    }

    @Test
    void awaitExitIgnoresEndsThatTheTestHasSeen() {
        victim.exitWith(55);
        MemberExit first = victim.awaitExit();
        await().until(() -> victim.state() == MemberState.READY);
        victim.exitWith(0);
        assertThat(victim.awaitExit().at()).isAfter(first.at());

        victim.start();
        assertThatThrownBy(() -> victim.awaitExit(java.time.Duration.ofMillis(50)))
                .hasMessageContaining("for worker-1 to end");
    }

    @Test
    void commandsRunAsTheMember() {
        CommandResult result = victim.exec("sh", "-c", "echo $MULTIHOST_MEMBER; pwd; echo oops >&2; exit 7");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("worker-1\n" + victim.directory() + "\n");
        assertThat(result.err()).isEqualTo("oops\n");
        assertThat(victim.exec("no-such-program").exitCode()).isEqualTo(127);
        assertThatThrownBy(() -> victim.exec(java.time.Duration.ofMillis(100), "sh", "-c", "echo begun; sleep 600"))
                .hasMessageContaining("had not ended after 100 ms")
                .hasMessageContaining("begun");
    }

    @Test
    void addsAndRemovesHosts() {
        List<Member> added = cluster.addHost();
        assertThat(added).hasSize(1);
        Member last = added.get(0);
        last.awaitReady();
        assertThat(cluster.members()).hasSize(4).contains(last);
        assertThat(last.log().lines()).containsExactly("up");

        cluster.removeMember(last);
        assertThat(cluster.members()).hasSize(3).doesNotContain(last);
    }

    @Test
    void theTimelineHasTheEventsOfThisTest() {
        victim.kill();

        assertThat(cluster.timeline())
                .filteredOn(event -> "worker-1".equals(event.member()))
                .extracting(ClusterEvent::event)
                .contains("killing", "exited", "stopped")
                .doesNotContain("ready");
        assertThat(cluster.describe()).contains("worker-1  stopped after signal KILL (9) (runner kill)");
    }
}
