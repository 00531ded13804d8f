package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runner.supervisor.ExitRecord;
import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The looks at the process table, of which each costs milliseconds. */
@Timeout(60)
class ProcessTreeReaperTest {
    private static final long BEYOND_ALL_PIDS = 1L << 30;
    private static final long CHILD = BEYOND_ALL_PIDS + 1;

    @TempDir
    Path temp;

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger looksThatFindIt = new AtomicInteger();
    private final AtomicInteger lookThatFails = new AtomicInteger();
    private final AtomicInteger complaints = new AtomicInteger();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch looking = new CountDownLatch(1);
    private volatile CountDownLatch mayReturn = new CountDownLatch(0);
    private final BlockingQueue<Integer> pausesTold = new LinkedBlockingQueue<>();
    private final ProcessTreeReaper reaper = new ProcessTreeReaper(new ProcessTable() {
        @Override
        public List<ProcessInfo> scan() throws IOException {
            if (looks.incrementAndGet() == lookThatFails.get()) {
                throw new IOException("a test's");
            }
            awaitPermission();
            return looksThatFindIt.getAndDecrement() > 0
                    ? List.of(new ProcessInfo(CHILD, 1, BEYOND_ALL_PIDS, BEYOND_ALL_PIDS, "1", () -> ""))
                    : List.of();
        }

        @Override
        public String startTime(long pid) {
            return "1";
        }
    });
    private final ProcessListener listener = new ProcessListener() {
        @Override
        public void exited(ExitRecord exit) {}

        @Override
        public void gone() {
            gone.countDown();
        }

        @Override
        public void paused(int pause) {
            pausesTold.add(pause);
        }

        @Override
        public void stillAlive(String what) {
            complaints.incrementAndGet();
        }

        @Override
        public void wrote(ByteBuffer lines) {}

        @Override
        public void logFailed(String why) {}
    };
    private final ProcessTreeReaper.Task task = task(null);

    private ProcessTreeReaper.Task task(@Nullable Cgroup cgroup) {
        MemberProcessTree tree = new MemberProcessTree(new ProcessTreeId(BEYOND_ALL_PIDS, "run/a-0/1"), cgroup);
        return new ProcessTreeReaper.Task(tree, listener, false);
    }

    /** A directory that looks like one: nothing in it is alive, and these pids are told as its own. */
    private ProcessTreeReaper.Task taskInControlGroup(String pids) throws IOException {
        Files.writeString(temp.resolve("cgroup.events"), "populated 0\nfrozen 0\n");
        Files.writeString(temp.resolve("cgroup.procs"), pids);
        return task(new Cgroup(temp));
    }

    private void awaitPermission() {
        looking.countDown();
        try {
            assertThat(mayReturn.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killAfterItsExit(ProcessTreeReaper.Task task) throws InterruptedException {
        reaper.leaderExited(task);
        reaper.kill(task);
        awaitGone();
    }

    @AfterEach
    void end() {
        reaper.close();
    }

    private void awaitGone() throws InterruptedException {
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPauseIsCompleteWhenALookFindsNothingNew() throws Exception {
        looksThatFindIt.set(10);
        reaper.pause(task, 7);
        assertThat(pausesTold.poll(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(looks).hasValue(2);
    }

    @Test
    void aPauseOfWhatHasEndedIsCompleteAtOnce() throws Exception {
        reaper.pause(task, 1);
        assertThat(pausesTold.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(looks).hasValue(1);
    }

    @Test
    void aPauseOfAnUnreadableTableIsToldWithTheProblem() throws Exception {
        lookThatFails.set(1);
        reaper.pause(task, 1);
        assertThat(pausesTold.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(complaints).hasValue(1);
    }

    @Test
    void aResumeDuringAPauseGivesThePauseUp() throws Exception {
        mayReturn = new CountDownLatch(1);
        reaper.pause(task, 1);
        assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> resumed = CompletableFuture.runAsync(() -> reaper.signal(task, Signals.number("CONT")));
        await().atMost(20, TimeUnit.SECONDS).until(() -> looks.get() == 2);
        mayReturn.countDown();
        resumed.get(20, TimeUnit.SECONDS);
        killAfterItsExit(task);
        assertThat(pausesTold).isEmpty();
    }

    @Test
    @Tag("F13")
    void aKillDuringAPauseGivesThePauseUp() throws Exception {
        mayReturn = new CountDownLatch(1);
        reaper.pause(task, 1);
        assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
        reaper.leaderExited(task);
        reaper.kill(task);
        mayReturn.countDown();
        awaitGone();
        assertThat(pausesTold).isEmpty();
    }

    @Test
    @Tag("F13")
    void withoutAControlGroupTwoLooksInARowThatFindNothingAreProof() throws Exception {
        killAfterItsExit(task);
        assertThat(looks).hasValue(2);
    }

    @Test
    @Tag("F13")
    void whatComesBackBetweenTwoLooksIsLookedForAgainTwice() throws Exception {
        looksThatFindIt.set(3);
        killAfterItsExit(task);
        assertThat(looks).hasValue(5);
    }

    @Test
    @Tag("F13")
    void twoLooksWithOneThatFailedBetweenThemAreNotInARow() throws Exception {
        lookThatFails.set(2);
        killAfterItsExit(task);
        assertThat(looks).hasValue(4);
        assertThat(complaints).hasValue(1);
    }

    @Test
    @Tag("F13")
    void inAControlGroupOneLookThatFindsNothingIsProof() throws Exception {
        killAfterItsExit(taskInControlGroup(""));
        assertThat(looks).hasValue(1);
    }

    @Test
    @Tag("F13")
    void whatWasSeenInTheControlGroupNeedsNoSecondLookEither() throws Exception {
        looksThatFindIt.set(1);
        killAfterItsExit(taskInControlGroup(CHILD + "\n"));
        assertThat(looks).hasValue(2);
    }

    @Test
    @Tag("F13")
    void onceSomethingWasSeenOutsideOfTheControlGroupTwoLooksAreNeeded() throws Exception {
        looksThatFindIt.set(1);
        killAfterItsExit(taskInControlGroup(""));
        assertThat(looks).hasValue(3);
    }
}
