package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.MemberExit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The looks at the process table, of which each costs milliseconds. */
@Timeout(60)
class TreeReaperTest {
    private static final long BEYOND_ALL_PIDS = 1L << 30;

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger looksThatFindIt = new AtomicInteger();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final TreeReaper reaper = new TreeReaper(new ProcessTable() {
        @Override
        public List<ProcessInfo> scan() {
            looks.incrementAndGet();
            long pid = BEYOND_ALL_PIDS + 1;
            return looksThatFindIt.getAndDecrement() > 0
                    ? List.of(new ProcessInfo(pid, 1, BEYOND_ALL_PIDS, BEYOND_ALL_PIDS, "1", () -> ""))
                    : List.of();
        }

        @Override
        public String startTime(long pid) {
            return "1";
        }
    });
    private final TreeReaper.Task task = new TreeReaper.Task(
            new MemberTree(new TreeMark(BEYOND_ALL_PIDS, "run/a-0/1"), null),
            new ProcessListener() {
                @Override
                public void exited(MemberExit exit) {}

                @Override
                public void gone() {
                    gone.countDown();
                }

                @Override
                public void stillAlive(String what) {}

                @Override
                public void wrote(ByteBuffer lines) {}

                @Override
                public void logFailed(String why) {}
            },
            false);

    @AfterEach
    void end() {
        reaper.close();
    }

    private void awaitGone() throws InterruptedException {
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("F13")
    void withoutAControlGroupTwoLooksInARowThatFindNothingAreProof() throws Exception {
        reaper.leaderExited(task);
        reaper.kill(task);
        awaitGone();
        assertThat(looks).hasValue(2);
    }

    @Test
    @Tag("F13")
    void whatComesBackBetweenTwoLooksIsLookedForAgainTwice() throws Exception {
        looksThatFindIt.set(3);
        reaper.leaderExited(task);
        reaper.kill(task);
        awaitGone();
        assertThat(looks).hasValue(5);
    }
}
