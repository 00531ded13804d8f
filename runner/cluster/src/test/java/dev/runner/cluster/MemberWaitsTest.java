package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MemberWaitsTest {
    private final MemberWaits waits = new MemberWaits();

    @Test
    void completesWhenTheConditionHolds() throws Exception {
        CompletableFuture<MemberSnapshot> future = waitForEnd("a:starting b:stopped");

        waits.look(TestMembers.states("a:ready b:stopped"));
        assertThat(future).isNotDone();
        waits.look(TestMembers.states("a:failed b:stopped"));

        assertThat(future.get(5, TimeUnit.SECONDS).state()).isEqualTo(MemberState.FAILED);
    }

    @Test
    void completesAtOnceWhenItHoldsAlready() throws Exception {
        assertThat(waitForEnd("a:stopped").get(5, TimeUnit.SECONDS).state()).isEqualTo(MemberState.STOPPED);
    }

    @Test
    void keepsWhatItSawFirst() throws Exception {
        CompletableFuture<MemberSnapshot> future = waitForEnd("a:ready");

        waits.look(TestMembers.states("a:stopped"));
        waits.look(TestMembers.states("a:failed"));

        assertThat(future.get(5, TimeUnit.SECONDS).state()).isEqualTo(MemberState.STOPPED);
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
                .failsWithin(java.time.Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the cluster has been closed");
    }

    private CompletableFuture<MemberSnapshot> waitForEnd(String now) {
        MemberWaits.Wait wait = waits.open(new MemberId("a"));
        waits.await(wait, ClusterMoment::hasEnded, TestMembers.states(now));
        return wait.future();
    }
}
