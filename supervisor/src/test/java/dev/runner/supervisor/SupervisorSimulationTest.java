package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.testing.FakeProcessLauncher;
import dev.runner.supervisor.testing.FakeProcessLauncher.FakeProcess;
import dev.runner.supervisor.testing.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An hour in the life of a cluster in which everything goes wrong, without a process and without a clock. */
class SupervisorSimulationTest {
    private static final int MEMBERS = 8;
    private static final RestartPolicy POLICY = RestartPolicy.STANDARD;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final FakeProcessLauncher launcher = new FakeProcessLauncher(scheduler);
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private final SupervisorLoop loop =
            new SupervisorLoop(launcher, scheduler, this::enqueue, Runnable::run, "run", problems::add, error -> {
                throw error;
            });
    private final List<MemberEvent> events = new ArrayList<>();
    private final List<MemberId> ids = new ArrayList<>();
    private final Map<MemberId, List<Instant>> requestedRestarts = new HashMap<>();
    private boolean working;

    /** One at a time and in order, as the real mailbox; a task that is posted by a task comes after it. */
    private void enqueue(Runnable task) {
        mailbox.add(task);
        if (!working) {
            working = true;
            while (!mailbox.isEmpty()) {
                mailbox.remove().run();
            }
            working = false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 2026})
    @Tag("F11")
    @Tag("F12")
    @Tag("F13")
    @Tag("F17")
    void nothingEverOverlapsAndBudgetAndBackOffHold(long seed) {
        Random random = new Random(seed);
        addMembers();
        Instant end = scheduler.now().plus(Duration.ofHours(1));
        int steps = 0;
        while (scheduler.now().isBefore(end)) {
            act(random, ids.get(random.nextInt(MEMBERS)));
            scheduler.advance(Duration.ofMillis(random.nextInt(600)));
            checkSnapshot();
            steps++;
        }
        assertThat(steps).isGreaterThan(5_000);
        assertThat(launcher.overlaps()).isZero();
        assertThat(launcher.launches()).hasSizeGreaterThan(500);
        assertThat(problems).isEmpty();
        checkEvents();
        everythingEnds();
    }

    private void addMembers() {
        loop.audience().add(this::heard);
        for (int i = 0; i < MEMBERS; i++) {
            MemberId id = new MemberId("worker-" + i);
            ids.add(id);
            loop.add(new MemberSpec(
                    id, List.of("p"), Map.of(), Path.of("/d"), Path.of("/l"), StopPolicy.STANDARD, POLICY));
            requestedRestarts.put(id, new ArrayList<>());
        }
    }

    private void heard(MemberEvent event) {
        events.add(event);
        assertThat(loop.snapshot().member(event.member().id())).contains(event.member());
        if (event.kind() == MemberEvent.Kind.RESTART_REQUESTED) {
            List<Instant> times =
                    Objects.requireNonNull(requestedRestarts.get(event.member().id()));
            times.add(event.at());
            Instant from = event.at().minus(POLICY.within());
            assertThat(times.stream().filter(at -> at.isAfter(from)).count()).isLessThanOrEqualTo(POLICY.limit());
        }
    }

    private void act(Random random, MemberId id) {
        MemberSnapshot view = loop.snapshot().member(id).orElseThrow();
        boolean runs = view.pid() != 0;
        switch (random.nextInt(10)) {
            case 0 -> loop.post(id, StateMachineInput.request(StateMachineInput.Type.START, Action.Operation.START));
            case 1 ->
                loop.post(
                        id,
                        StateMachineInput.request(
                                random.nextInt(4) == 0 ? StateMachineInput.Type.STOP : StateMachineInput.Type.START,
                                Action.Operation.STOP));
            case 2 ->
                loop.post(id, StateMachineInput.request(StateMachineInput.Type.RESTART, Action.Operation.RESTART));
            case 3 ->
                loop.post(
                        id,
                        StateMachineInput.request(
                                random.nextInt(4) == 0 ? StateMachineInput.Type.KILL : StateMachineInput.Type.START,
                                Action.Operation.STOP));
            case 4 ->
                loop.post(
                        id, StateMachineInput.of(StateMachineInput.Type.READY, view.incarnation() - random.nextInt(2)));
            case 5 -> loop.notice("run/" + id + "/" + view.incarnation(), random.nextBoolean() ? "done" : "ready");
            case 6, 7 -> exit(runs, id, ExitStatus.code(55));
            case 8 ->
                exit(runs, id, random.nextBoolean() ? ExitStatus.code(random.nextInt(256)) : ExitStatus.signal(9));
            default -> vanish(id);
        }
    }

    private void exit(boolean runs, MemberId id, ExitStatus status) {
        if (runs && !launcher.process(id).hasExited()) {
            launcher.process(id).exit(status);
        }
    }

    /** Only what was told to end is ever looked at, as by the real launcher. */
    private void vanish(MemberId id) {
        MemberSnapshot view = loop.snapshot().member(id).orElseThrow();
        if (view.incarnation() == 0) {
            return;
        }
        FakeProcess process = launcher.process(id);
        if (process.hasExited() && !process.isGone() && !process.asked().isEmpty()) {
            process.gone();
        }
    }

    private void checkSnapshot() {
        for (MemberSnapshot view : loop.snapshot().members()) {
            assertThat(view.failure() != null)
                    .isEqualTo(view.state() == LifecycleState.FAILED
                            || (view.state() == LifecycleState.STOPPING && view.failure() != null));
            assertThat(view.readyAt() != null).isEqualTo(view.state() == LifecycleState.READY);
            if (view.state() == LifecycleState.STARTING || view.state() == LifecycleState.READY) {
                assertThat(launcher.process(view.id()).isGone()).isFalse();
                assertThat(view.pid()).isEqualTo(launcher.process(view.id()).pid());
            }
            boolean ended = view.state() == LifecycleState.STOPPED || view.state() == LifecycleState.FAILED;
            if (ended && view.incarnation() > 0) {
                assertThat(launcher.process(view.id()).isGone()).isTrue();
                assertThat(view.pid()).isZero();
            }
        }
    }

    /** After a back-off nothing is started before its delay is over, but by hand. */
    private void checkEvents() {
        Map<MemberId, MemberEvent> backingOff = new HashMap<>();
        for (MemberEvent event : events) {
            MemberId id = event.member().id();
            if (event.kind() == MemberEvent.Kind.BACKING_OFF) {
                assertThat(event.delay()).isBetween(POLICY.delay(), POLICY.maxDelay());
                backingOff.put(id, event);
            } else if (event.kind() == MemberEvent.Kind.SPAWNED) {
                MemberEvent before = backingOff.remove(id);
                if (before != null && !startedByHand(before, event)) {
                    assertThat(Duration.between(before.at(), event.at())).isEqualTo(before.delay());
                }
            }
        }
    }

    /** A start by hand comes before the delay is over; one that came at its end cannot be told from it and is right. */
    private static boolean startedByHand(MemberEvent backingOff, MemberEvent spawned) {
        Duration waited = Duration.between(backingOff.at(), spawned.at());
        boolean early = waited.compareTo(backingOff.delay()) < 0;
        boolean stoppedBetween = waited.compareTo(backingOff.delay()) > 0;
        return early || stoppedBetween;
    }

    private void everythingEnds() {
        ids.forEach(id -> loop.post(id, StateMachineInput.request(StateMachineInput.Type.KILL, Action.Operation.KILL)));
        for (MemberId id : ids) {
            MemberSnapshot view = loop.snapshot().member(id).orElseThrow();
            if (view.state() == LifecycleState.STOPPING) {
                assertThat(launcher.process(id).asked()).contains("kill");
                exit(view.pid() != 0, id, ExitStatus.signal(9));
                vanish(id);
            }
        }
        scheduler.advance(Duration.ofMinutes(1));
        assertThat(loop.snapshot().members())
                .allMatch(view -> view.state() == LifecycleState.STOPPED || view.state() == LifecycleState.FAILED);
    }
}
