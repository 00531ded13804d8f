package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.supervisor.process.MemberProcess;
import dev.runner.supervisor.process.ProcessLauncher;
import dev.runner.supervisor.testing.FakeProcessLauncher;
import dev.runner.supervisor.testing.ManualScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The mailbox's rules, without a process. */
class SupervisorLoopTest {
    private static final MemberId ID = new MemberId("worker-0");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final FakeProcessLauncher launcher = new FakeProcessLauncher(scheduler);
    private final List<String> problems = new ArrayList<>();
    private final List<Error> errors = new ArrayList<>();
    private final List<MemberEvent> events = new ArrayList<>();
    /** Runs at once what works on files, unless a test keeps it for later. */
    private Consumer<Runnable> fileThreads = Runnable::run;

    private boolean closed;
    private final SupervisorLoop loop = loop(launcher);

    private SupervisorLoop loop(ProcessLauncher processes) {
        return new SupervisorLoop(
                processes,
                scheduler,
                this::execute,
                task -> fileThreads.accept(task),
                "run",
                problems::add,
                errors::add);
    }

    private void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException();
        }
        task.run();
    }

    private static MemberSpec spec() {
        return new MemberSpec(
                ID, List.of("p"), Map.of(), Path.of("/d"), Path.of("/l"), StopPolicy.STANDARD, RestartPolicy.STANDARD);
    }

    private void start() {
        loop.add(spec());
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.START, null));
    }

    @Test
    @Tag("F13")
    void aListenerThatThrowsCostsNobodyElseTheEventAndNoProcessItsSignal() {
        loop.audience().add(event -> {
            throw new IllegalStateException("broken");
        });
        loop.audience().add(events::add);
        start();

        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.KILL, null));

        assertThat(launcher.process(ID).asked()).containsExactly("kill");
        assertThat(events)
                .extracting(MemberEvent::kind)
                .containsExactly(MemberEvent.Kind.SPAWNED, MemberEvent.Kind.KILLING);
        assertThat(problems)
                .containsExactly(
                        "a listener failed at spawned of worker-0: java.lang.IllegalStateException: broken",
                        "a listener failed at killing of worker-0: java.lang.IllegalStateException: broken");
    }

    @Test
    @Tag("F13")
    void anErrorOfAListenerIsHandedOverAndCostsNobodyElseTheEvent() {
        Error gone = new NoClassDefFoundError("gone");
        loop.audience().add(event -> {
            throw gone;
        });
        loop.audience().add(events::add);
        start();
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.KILL, null));

        assertThat(launcher.process(ID).asked()).containsExactly("kill");
        assertThat(events).hasSize(2);
        assertThat(errors).containsExactly(gone, gone);
    }

    @Test
    void aLauncherThatThrowsFailsTheMember() {
        assertThat(failureOf(() -> new IllegalStateException("broken")))
                .isEqualTo("the attempt to start it failed: java.lang.IllegalStateException: broken");
    }

    @Test
    void aLauncherThatEndsWithAnErrorFailsTheMemberToo() {
        assertThat(failureOf(() -> {
                    throw new NoClassDefFoundError("gone");
                }))
                .isEqualTo("the attempt to start it failed: java.lang.NoClassDefFoundError: gone");
    }

    private @Nullable String failureOf(Supplier<RuntimeException> launch) {
        SupervisorLoop broken = loop(new ProcessLauncher() {
            @Override
            public MemberProcess launch(
                    dev.runner.supervisor.process.LaunchRequest request,
                    dev.runner.supervisor.process.ProcessListener listener) {
                throw launch.get();
            }

            @Override
            public void close() {}
        });
        broken.add(spec());
        broken.post(ID, StateMachineInput.request(StateMachineInput.Type.START, null));

        MemberSnapshot member = broken.snapshot().member(ID).orElseThrow();
        assertThat(member.state()).isEqualTo(LifecycleState.FAILED);
        return member.failure() == null ? null : member.failure().describe();
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        start();
        closed = true;

        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, null));
        loop.notice("run/worker-0/1", "ready");
        launcher.process(ID).exitAndVanish(ExitStatus.code(0));

        assertThat(loop.snapshot().member(ID).orElseThrow().state()).isEqualTo(LifecycleState.STARTING);
    }

    @Test
    @Tag("F13")
    void aStopThatIsNotHeardBecomesAKillWhenTheGraceIsOver() {
        start();
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, null));
        scheduler.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(launcher.process(ID).asked()).containsExactly("signal 15");

        scheduler.advance(Duration.ofMillis(1));
        assertThat(launcher.process(ID).asked()).containsExactly("signal 15", "kill");
    }

    @Test
    void aNoticeIsOfTheStartWhoseCookieItCarries() {
        loop.audience().add(events::add);
        start();
        loop.notice("run/worker-0/2", "ready");
        loop.notice("other/worker-0/1", "ready");
        loop.notice("run/worker-0/1", "unheard of");
        assertThat(events).extracting(MemberEvent::kind).containsExactly(MemberEvent.Kind.SPAWNED);

        loop.notice("run/worker-0/1", "ready");
        assertThat(events).last().extracting(MemberEvent::kind).isEqualTo(MemberEvent.Kind.NOTICE_READY);
    }

    @Test
    @Tag("F13")
    void aMemberThatHandedOverIsKilledButNotBeforeItWasAsked() {
        start();
        loop.notice("run/worker-0/1", "done");
        assertThat(launcher.process(ID).asked()).isEmpty();

        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, null));
        loop.notice("run/worker-0/1", "done");
        assertThat(launcher.process(ID).asked()).containsExactly("signal 15", "kill");
    }

    @Test
    @Tag("F12")
    void aLaunchThatIsRefusedFailsTheMemberWithItsMessage() {
        launcher.refuse();
        loop.audience().add(events::add);
        start();
        assertThat(loop.snapshot().member(ID).orElseThrow().failure())
                .isEqualTo(new Cause.StartFailed("it could not be started"));
        assertThat(events)
                .extracting(MemberEvent::kind)
                .containsExactly(MemberEvent.Kind.CRASHED, MemberEvent.Kind.FAILED);
    }

    private final List<String> done = new ArrayList<>();

    private StartCommands.Step step(String name) {
        return new StartCommands.Step(List.of(name), "step " + name, () -> done.add(name));
    }

    private void startWithSteps() {
        loop.audience().add(events::add);
        MemberSpec plain = spec();
        loop.add(new MemberSpec(
                ID,
                plain.command(),
                Map.of(),
                plain.directory(),
                plain.log(),
                plain.stop(),
                plain.restart(),
                true,
                () -> new StartCommands(List.of(step("one"), step("two")), List.of("main"))));
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.START, null));
    }

    private List<String> launched() {
        return launcher.launches().stream()
                .map(request -> String.join(" ", request.command()) + (request.stdinOpen() ? " open" : ""))
                .toList();
    }

    @Test
    @Tag("R4")
    void stepsRunOneAfterTheOtherBeforeTheMember() {
        startWithSteps();
        assertThat(launched()).containsExactly("one");
        launcher.process(ID).exit(ExitStatus.code(0));
        assertThat(launcher.process(ID).asked()).containsExactly("kill");
        assertThat(launched()).containsExactly("one");
        launcher.process(ID).gone();
        launcher.process(ID).exitAndVanish(ExitStatus.code(0));

        assertThat(launched()).containsExactly("one", "two", "main open");
        assertThat(done).containsExactly("one", "two");
        assertThat(launcher.launches().get(2).cookie()).isEqualTo("run/worker-0/1");
        assertThat(events)
                .extracting(MemberEvent::kind)
                .containsExactly(MemberEvent.Kind.PREPARING, MemberEvent.Kind.PREPARING, MemberEvent.Kind.SPAWNED);
        assertThat(launcher.overlaps()).isZero();
    }

    @Test
    @Tag("R4")
    void aStepThatFailsIsFatalEvenWithACodeThatAsksForARestart() {
        startWithSteps();
        launcher.process(ID).exit(ExitStatus.code(55));
        assertThat(launcher.process(ID).asked()).containsExactly("kill");
        launcher.process(ID).gone();

        MemberSnapshot member = loop.snapshot().member(ID).orElseThrow();
        assertThat(member.state()).isEqualTo(LifecycleState.FAILED);
        assertThat(member.failure()).isEqualTo(new Cause.StepFailed("step one", "ended with exit code 55"));
        assertThat(launched()).containsExactly("one");
        assertThat(done).isEmpty();
    }

    @Test
    @Tag("R4")
    void aStopEndsTheStepAndNothingMoreIsStarted() {
        startWithSteps();
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, Action.Operation.STOP));
        assertThat(launcher.process(ID).asked()).containsExactly("signal 15");
        launcher.process(ID).exitAndVanish(ExitStatus.code(0));

        assertThat(loop.snapshot().member(ID).orElseThrow().state()).isEqualTo(LifecycleState.STOPPED);
        assertThat(launched()).containsExactly("one");
        assertThat(done).isEmpty();
    }

    @Test
    @Tag("R4")
    void aStopBetweenTwoStepsIsHeard() {
        startWithSteps();
        launcher.process(ID).exit(ExitStatus.code(0));
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.RESTART, Action.Operation.RESTART));
        launcher.process(ID).gone();

        assertThat(launched()).containsExactly("one", "one");
        assertThat(loop.snapshot().member(ID).orElseThrow().incarnation()).isEqualTo(2);
    }

    @Test
    void aPreparationThatFailsFailsTheMember() {
        MemberSpec plain = spec();
        loop.add(new MemberSpec(
                ID,
                plain.command(),
                Map.of(),
                plain.directory(),
                plain.log(),
                plain.stop(),
                plain.restart(),
                false,
                () -> {
                    throw new IOException("no room");
                }));
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.START, null));

        MemberSnapshot member = loop.snapshot().member(ID).orElseThrow();
        assertThat(member.state()).isEqualTo(LifecycleState.FAILED);
        assertThat(member.failure()).isEqualTo(new Cause.StartFailed("no room"));
    }

    @Test
    @Tag("F13")
    void aPreparationThatHangsHoldsUpNobodyAndEndsAtOnce() {
        List<Runnable> hanging = new ArrayList<>();
        fileThreads = hanging::add;
        startWithSteps();
        assertThat(launched()).isEmpty();

        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, Action.Operation.STOP));
        assertThat(loop.snapshot().member(ID).orElseThrow().state()).isEqualTo(LifecycleState.STOPPED);

        hanging.remove(0).run();
        assertThat(launched()).isEmpty();
    }

    @Test
    void aStartIsPreparedAfterTheOneBefore() {
        List<Runnable> hanging = new ArrayList<>();
        fileThreads = hanging::add;
        startWithSteps();
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.RESTART, Action.Operation.RESTART));
        assertThat(hanging).hasSize(1);

        hanging.remove(0).run();
        assertThat(launched()).isEmpty();
        hanging.remove(0).run();
        assertThat(launched()).containsExactly("one");
        assertThat(launcher.launches().get(0).incarnation()).isEqualTo(2);
    }

    @Test
    void whatIsAskedDuringThePreparationIsAskedOfTheProcess() {
        List<Runnable> hanging = new ArrayList<>();
        fileThreads = hanging::add;
        start();
        pause();
        hanging.remove(0).run();

        assertThat(launcher.process(ID).asked()).containsExactly("pause");
    }

    @Test
    @Tag("R4")
    void aStopWhileAStepIsNotedIsHeard() {
        startWithSteps();
        List<Runnable> hanging = new ArrayList<>();
        fileThreads = hanging::add;
        launcher.process(ID).exit(ExitStatus.code(0));
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.STOP, Action.Operation.STOP));
        hanging.remove(0).run();
        launcher.process(ID).gone();

        assertThat(loop.snapshot().member(ID).orElseThrow().state()).isEqualTo(LifecycleState.STOPPED);
        assertThat(launched()).containsExactly("one");
    }

    @Test
    void otherThreadsThanTheSupervisorsAreRefused() {
        start();
        assertThatThrownBy(loop::assertOnSupervisorThread)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().getName());
        assertThatThrownBy(() -> loop.tell(ID, MemberEvent.Kind.LOG_FAILED, new Cause.Problem("full")))
                .isInstanceOf(IllegalStateException.class);
        loop.execute(loop::assertOnSupervisorThread);
    }

    @Test
    void aPauseIsToldWhenItsProcessReportsIt() {
        loop.audience().add(events::add);
        start();
        pause();
        assertThat(operatorActions().paused()).isTrue();
        assertThat(operatorActions().isPausing()).isTrue();
        assertThat(kinds()).doesNotContain(MemberEvent.Kind.PAUSED);

        launcher.process(ID).paused(launcher.process(ID).lastPause());
        assertThat(operatorActions().isPausing()).isFalse();
        assertThat(kinds()).endsWith(MemberEvent.Kind.PAUSED);
    }

    @Test
    void aResumeDuringAPauseEndsItAndItsLateReportIsDropped() {
        loop.audience().add(events::add);
        start();
        pause();
        int first = launcher.process(ID).lastPause();
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.RESUME, Action.Operation.RESUME));
        pause();
        launcher.process(ID).paused(first);
        assertThat(operatorActions().isPausing()).isTrue();
        assertThat(kinds()).doesNotContain(MemberEvent.Kind.PAUSED);
    }

    @Test
    @Tag("F13")
    void aStopOrAKillDuringAPauseEndsIt() {
        loop.audience().add(events::add);
        for (StateMachineInput.Type type : List.of(StateMachineInput.Type.STOP, StateMachineInput.Type.KILL)) {
            if (loop.snapshot().members().isEmpty()) {
                loop.add(spec());
            }
            loop.post(ID, StateMachineInput.request(StateMachineInput.Type.START, Action.Operation.START));
            pause();
            loop.post(ID, StateMachineInput.request(type, Action.Operation.STOP));
            launcher.process(ID).paused(launcher.process(ID).lastPause());
            assertThat(operatorActions()).isEqualTo(OperatorInterventions.NOTHING);
            launcher.process(ID).exitAndVanish(ExitStatus.signal(9));
        }
        assertThat(kinds()).doesNotContain(MemberEvent.Kind.PAUSED);
    }

    private void pause() {
        loop.post(ID, StateMachineInput.request(StateMachineInput.Type.PAUSE, Action.Operation.PAUSE));
    }

    private OperatorInterventions operatorActions() {
        return loop.snapshot().member(ID).orElseThrow().operatorActions();
    }

    private List<MemberEvent.Kind> kinds() {
        return events.stream().map(MemberEvent::kind).toList();
    }
}
