package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemberStateWaitersTest {
    private final MemberStateWaiters waits = new MemberStateWaiters();

    @Test
    void completesWhenTheConditionHolds() throws Exception {
        CompletableFuture<MemberSnapshot> future = waitForEnd("a:starting b:stopped");

        waits.look(MemberSnapshotFixtures.states("a:ready b:stopped"));
        assertThat(future).isNotDone();
        waits.look(MemberSnapshotFixtures.states("a:failed b:stopped"));

        assertThat(future.get(5, TimeUnit.SECONDS).state()).isEqualTo(LifecycleState.FAILED);
    }

    @Test
    void completesAtOnceWhenItHoldsAlready() throws Exception {
        assertThat(waitForEnd("a:stopped").get(5, TimeUnit.SECONDS).state()).isEqualTo(LifecycleState.STOPPED);
    }

    @Test
    void keepsWhatItSawFirst() throws Exception {
        CompletableFuture<MemberSnapshot> future = waitForEnd("a:ready");

        waits.look(MemberSnapshotFixtures.states("a:stopped"));
        waits.look(MemberSnapshotFixtures.states("a:failed"));

        assertThat(future.get(5, TimeUnit.SECONDS).state()).isEqualTo(LifecycleState.STOPPED);
    }

    @Test
    void failsWhenTheClusterIsClosed() {
        CompletableFuture<MemberSnapshot> before = waitForEnd("a:ready");
        CompletableFuture<MemberSnapshot> without =
                waits.open(new MemberId("a")).future();

        waits.close();

        assertFails(before);
        assertFails(without);
        assertFails(waitForEnd("a:ready"));
    }

    private static void assertFails(CompletableFuture<MemberSnapshot> future) {
        assertThat(future)
                .failsWithin(java.time.Duration.ofSeconds(60))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the cluster has been closed");
    }

    private CompletableFuture<MemberSnapshot> waitForEnd(String now) {
        MemberStateWaiters.Wait wait = waits.open(new MemberId("a"));
        waits.await(wait, ClusterSnapshot::hasEnded, MemberSnapshotFixtures.states(now));
        return wait.future();
    }
}
