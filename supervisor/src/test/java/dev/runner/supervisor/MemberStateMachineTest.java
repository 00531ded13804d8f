package dev.runner.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The member's state machine: every cell of its table, and what holds in all of them. */
class MemberStateMachineTest {
    private static final MemberId ID = new MemberId("worker-0");
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = T0.plusSeconds(3);
    private static final int INCARNATION = 2;
    private static final RestartPolicy POLICY = RestartPolicy.STANDARD;
    private static final OperatorInterventions PAUSING = OperatorInterventions.NOTHING.pausing();

    /** What leads to each row of the table; all members are in their second start, after one restart. */
    private static final Map<String, MemberLifecycle> SITUATIONS = situations();

    private static final Map<String, StateMachineInput> INPUTS = inputs();

    /**
     * Per situation the inputs that do something, with {@code state>goal #incarnation pid}, failure, purpose, restarts
     * in a row and counted, and the effects in their order. What is not listed must change nothing.
     */
    private static final Map<String, Map<String, String>> TABLE = table("""
            pending    | START        | STARTING>RUN #1 pid 0 'runner start' 0/0 = SPAWN
            pending    | STOP         | STOPPED>STOP #0 pid 0 'runner stop' 0/0 = STOPPED 'it had not been started'
            pending    | KILL         | STOPPED>STOP #0 pid 0 'runner kill' 0/0 = STOPPED 'it had not been started'
            pending    | RESTART      | STARTING>RUN #1 pid 0 'runner restart' 0/0 = SPAWN

            running    | STOP         | STOPPING>STOP #2 pid 7 'runner stop' 1/1 = STOPPING 'runner stop', TERMINATE
            running    | KILL         | STOPPING>STOP #2 pid 7 'runner kill' 1/1 = KILLING 'runner kill', KILL
            running    | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 = STOPPING 'runner restart', TERMINATE
            running    | SPAWNED      | STARTING>RUN #2 pid 8 1/1 = SPAWNED
            running    | SPAWN_FAILED | FAILED>FAIL #2 pid 7 failure 'no such program' 1/1 = CRASHED 'no such program', FAILED 'no such program'
            running    | READY        | READY>RUN #2 pid 7 1/1 = READY
            running    | EXITED 0     | STOPPING>STOP #2 pid 0 after exit code 0 1/1 = EXITED 'it ended by itself', KILL
            running    | EXITED 3     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 3' after exit code 3 1/1 = CRASHED 'ended with exit code 3', KILL
            running    | EXITED 55    | BACKING_OFF>START_LATER #2 pid 0 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            running    | EXITED KILL  | STOPPING>FAIL #2 pid 0 failure 'ended with signal KILL (9)' after signal KILL (9) 1/1 = CRASHED 'ended with signal KILL (9)', KILL
            running    | EXITED ?     | STOPPING>FAIL #2 pid 0 failure 'ended with unknown exit status' after unknown exit status 1/1 = CRASHED 'ended with unknown exit status', KILL
            running    | PAUSE        | STARTING>RUN #2 pid 7 IN_PROGRESS 1/1 = PAUSE
            running    | RESUME       | STARTING>RUN #2 pid 7 1/1 = RESUME
            running    | EXIT_AS      | STARTING>RUN #2 pid 7 as 55 1/1 = SIGNAL, SIGNALLED 'as if it had ended with exit code 55'
            running    | SIGNAL       | STARTING>RUN #2 pid 7 sent 1 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'

            ready      | STOP         | STOPPING>STOP #2 pid 7 'runner stop' 1/1 = STOPPING 'runner stop', TERMINATE
            ready      | KILL         | STOPPING>STOP #2 pid 7 'runner kill' 1/1 = KILLING 'runner kill', KILL
            ready      | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 = STOPPING 'runner restart', TERMINATE
            ready      | SPAWNED      | READY>RUN #2 pid 8 1/1 = SPAWNED
            ready      | SPAWN_FAILED | FAILED>FAIL #2 pid 7 failure 'no such program' 1/1 = CRASHED 'no such program', FAILED 'no such program'
            ready      | EXITED 0     | STOPPING>STOP #2 pid 0 after exit code 0 1/1 = EXITED 'it ended by itself', KILL
            ready      | EXITED 3     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 3' after exit code 3 1/1 = CRASHED 'ended with exit code 3', KILL
            ready      | EXITED 55    | BACKING_OFF>START_LATER #2 pid 0 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            ready      | EXITED KILL  | STOPPING>FAIL #2 pid 0 failure 'ended with signal KILL (9)' after signal KILL (9) 1/1 = CRASHED 'ended with signal KILL (9)', KILL
            ready      | EXITED ?     | STOPPING>FAIL #2 pid 0 failure 'ended with unknown exit status' after unknown exit status 1/1 = CRASHED 'ended with unknown exit status', KILL
            ready      | PAUSE        | READY>RUN #2 pid 7 IN_PROGRESS 1/1 = PAUSE
            ready      | RESUME       | READY>RUN #2 pid 7 1/1 = RESUME
            ready      | EXIT_AS      | READY>RUN #2 pid 7 as 55 1/1 = SIGNAL, SIGNALLED 'as if it had ended with exit code 55'
            ready      | SIGNAL       | READY>RUN #2 pid 7 sent 1 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'

            pausing    | STOP         | STOPPING>STOP #2 pid 7 'runner stop' 1/1 = STOPPING 'runner stop', TERMINATE
            pausing    | KILL         | STOPPING>STOP #2 pid 7 'runner kill' 1/1 = KILLING 'runner kill', KILL
            pausing    | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 = STOPPING 'runner restart', TERMINATE
            pausing    | RESUME       | READY>RUN #2 pid 7 1/1 = RESUME, RESUMED 'runner resume'
            pausing    | EXIT_AS      | READY>RUN #2 pid 7 IN_PROGRESS as 55 1/1 = SIGNAL, SIGNALLED 'as if it had ended with exit code 55'
            pausing    | SIGNAL       | READY>RUN #2 pid 7 IN_PROGRESS sent 1 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'
            pausing    | SPAWNED      | READY>RUN #2 pid 8 IN_PROGRESS 1/1 = SPAWNED
            pausing    | SPAWN_FAILED | FAILED>FAIL #2 pid 7 failure 'no such program' 1/1 = CRASHED 'no such program', FAILED 'no such program'
            pausing    | EXITED 0     | STOPPING>STOP #2 pid 0 after exit code 0 1/1 = EXITED 'it ended by itself', KILL
            pausing    | EXITED 3     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 3' after exit code 3 1/1 = CRASHED 'ended with exit code 3', KILL
            pausing    | EXITED 55    | BACKING_OFF>START_LATER #2 pid 0 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            pausing    | EXITED KILL  | STOPPING>FAIL #2 pid 0 failure 'ended with signal KILL (9)' after signal KILL (9) 1/1 = CRASHED 'ended with signal KILL (9)', KILL
            pausing    | EXITED ?     | STOPPING>FAIL #2 pid 0 failure 'ended with unknown exit status' after unknown exit status 1/1 = CRASHED 'ended with unknown exit status', KILL
            pausing    | PAUSE_COMPLETE | READY>RUN #2 pid 7 COMPLETE 1/1 = PAUSED 'runner pause'

            paused     | STOP         | STOPPING>STOP #2 pid 7 'runner stop' 1/1 = STOPPING 'runner stop', TERMINATE
            paused     | KILL         | STOPPING>STOP #2 pid 7 'runner kill' 1/1 = KILLING 'runner kill', KILL
            paused     | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 = STOPPING 'runner restart', TERMINATE
            paused     | PAUSE        | READY>RUN #2 pid 7 IN_PROGRESS 1/1 = PAUSE
            paused     | RESUME       | READY>RUN #2 pid 7 1/1 = RESUME, RESUMED 'runner resume'
            paused     | EXIT_AS      | READY>RUN #2 pid 7 COMPLETE as 55 1/1 = SIGNAL, SIGNALLED 'as if it had ended with exit code 55'
            paused     | SIGNAL       | READY>RUN #2 pid 7 COMPLETE sent 1 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'
            paused     | SPAWNED      | READY>RUN #2 pid 8 COMPLETE 1/1 = SPAWNED
            paused     | SPAWN_FAILED | FAILED>FAIL #2 pid 7 failure 'no such program' 1/1 = CRASHED 'no such program', FAILED 'no such program'
            paused     | EXITED 0     | STOPPING>STOP #2 pid 0 after exit code 0 1/1 = EXITED 'it ended by itself', KILL
            paused     | EXITED 3     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 3' after exit code 3 1/1 = CRASHED 'ended with exit code 3', KILL
            paused     | EXITED 55    | BACKING_OFF>START_LATER #2 pid 0 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            paused     | EXITED KILL  | STOPPING>FAIL #2 pid 0 failure 'ended with signal KILL (9)' after signal KILL (9) 1/1 = CRASHED 'ended with signal KILL (9)', KILL
            paused     | EXITED ?     | STOPPING>FAIL #2 pid 0 failure 'ended with unknown exit status' after unknown exit status 1/1 = CRASHED 'ended with unknown exit status', KILL

            chosen     | STOP         | STOPPING>STOP #2 pid 7 as 55 'runner stop' 1/1 = STOPPING 'runner stop', TERMINATE
            chosen     | KILL         | STOPPING>STOP #2 pid 7 as 55 'runner kill' 1/1 = KILLING 'runner kill', KILL
            chosen     | RESTART      | STOPPING>START_NOW #2 pid 7 as 55 'runner restart' 1/1 = STOPPING 'runner restart', TERMINATE
            chosen     | PAUSE        | READY>RUN #2 pid 7 IN_PROGRESS as 55 1/1 = PAUSE
            chosen     | RESUME       | READY>RUN #2 pid 7 as 55 1/1 = RESUME
            chosen     | SIGNAL       | READY>RUN #2 pid 7 sent 1 as 55 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'
            chosen     | EXIT_AS      | READY>RUN #2 pid 7 as 55 1/1 = SIGNAL, SIGNALLED 'as if it had ended with exit code 55'
            chosen     | SPAWNED      | READY>RUN #2 pid 8 as 55 1/1 = SPAWNED
            chosen     | SPAWN_FAILED | FAILED>FAIL #2 pid 7 as 55 failure 'no such program' 1/1 = CRASHED 'no such program', FAILED 'no such program'
            chosen     | EXITED 0     | BACKING_OFF>START_LATER #2 pid 0 as 55 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            chosen     | EXITED 3     | BACKING_OFF>START_LATER #2 pid 0 as 55 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            chosen     | EXITED 55    | BACKING_OFF>START_LATER #2 pid 0 as 55 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            chosen     | EXITED KILL  | BACKING_OFF>START_LATER #2 pid 0 as 55 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'
            chosen     | EXITED ?     | BACKING_OFF>START_LATER #2 pid 0 as 55 after exit code 55 1/2 = KILL, RESTART_REQUESTED 'exit code 55'

            stopping   | START        | STOPPING>START_NOW #2 pid 7 'runner start' 1/1 =
            stopping   | KILL         | STOPPING>STOP #2 pid 7 1/1 = KILLING 'runner kill', KILL
            stopping   | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 =
            stopping   | EXITED 0     | STOPPING>STOP #2 pid 0 after exit code 0 1/1 = EXITED
            stopping   | EXITED 3     | STOPPING>STOP #2 pid 0 after exit code 3 1/1 = EXITED
            stopping   | EXITED 55    | STOPPING>STOP #2 pid 0 after exit code 55 1/1 = EXITED
            stopping   | EXITED KILL  | STOPPING>STOP #2 pid 0 after signal KILL (9) 1/1 = EXITED
            stopping   | EXITED ?     | STOPPING>STOP #2 pid 0 after unknown exit status 1/1 = EXITED
            stopping   | GONE         | STOPPED>STOP #2 pid 7 1/1 = STOPPED
            stopping   | HANDED_OVER  | STOPPING>STOP #2 pid 7 1/1 = KILL
            stopping   | GRACE_OVER   | STOPPING>STOP #2 pid 7 1/1 = KILLING 'its grace period expired', KILL
            stopping   | SIGNAL       | STOPPING>STOP #2 pid 7 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'

            failing    | KILL         | STOPPING>FAIL #2 pid 7 failure 'ended with exit code 9' 1/1 = KILLING 'runner kill', KILL
            failing    | EXITED 0     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 9' after exit code 0 1/1 = EXITED
            failing    | EXITED 3     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 9' after exit code 3 1/1 = EXITED
            failing    | EXITED 55    | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 9' after exit code 55 1/1 = EXITED
            failing    | EXITED KILL  | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 9' after signal KILL (9) 1/1 = EXITED
            failing    | EXITED ?     | STOPPING>FAIL #2 pid 0 failure 'ended with exit code 9' after unknown exit status 1/1 = EXITED
            failing    | GONE         | FAILED>FAIL #2 pid 7 failure 'ended with exit code 9' 1/1 = FAILED 'ended with exit code 9'
            failing    | HANDED_OVER  | STOPPING>FAIL #2 pid 7 failure 'ended with exit code 9' 1/1 = KILL
            failing    | GRACE_OVER   | STOPPING>FAIL #2 pid 7 failure 'ended with exit code 9' 1/1 = KILLING 'its grace period expired', KILL
            failing    | SIGNAL       | STOPPING>FAIL #2 pid 7 failure 'ended with exit code 9' 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'

            restarting | START        | STOPPING>START_NOW #2 pid 7 'runner start' 1/1 =
            restarting | STOP         | STOPPING>STOP #2 pid 7 'runner stop' 1/1 =
            restarting | KILL         | STOPPING>STOP #2 pid 7 'runner kill' 1/1 = KILLING 'runner kill', KILL
            restarting | RESTART      | STOPPING>START_NOW #2 pid 7 'runner restart' 1/1 =
            restarting | EXITED 0     | STOPPING>START_NOW #2 pid 0 after exit code 0 1/1 = EXITED
            restarting | EXITED 3     | STOPPING>START_NOW #2 pid 0 after exit code 3 1/1 = EXITED
            restarting | EXITED 55    | STOPPING>START_NOW #2 pid 0 after exit code 55 1/1 = EXITED
            restarting | EXITED KILL  | STOPPING>START_NOW #2 pid 0 after signal KILL (9) 1/1 = EXITED
            restarting | EXITED ?     | STOPPING>START_NOW #2 pid 0 after unknown exit status 1/1 = EXITED
            restarting | GONE         | STARTING>RUN #3 pid 0 1/1 = SPAWN
            restarting | HANDED_OVER  | STOPPING>START_NOW #2 pid 7 1/1 = KILL
            restarting | GRACE_OVER   | STOPPING>START_NOW #2 pid 7 1/1 = KILLING 'its grace period expired', KILL
            restarting | SIGNAL       | STOPPING>START_NOW #2 pid 7 1/1 = SIGNAL, SIGNALLED 'runner kill --signal HUP'

            sweeping   | START        | STOPPING>START_NOW #2 pid 0 'runner start' 1/1 =
            sweeping   | STOP         | STOPPING>STOP #2 pid 0 'runner stop' 1/1 =
            sweeping   | KILL         | STOPPING>STOP #2 pid 0 'runner kill' 1/1 =
            sweeping   | RESTART      | STOPPING>START_NOW #2 pid 0 'runner restart' 1/1 =
            sweeping   | GONE         | BACKING_OFF>START_LATER #2 pid 0 swept 1/1 = BACKING_OFF, restart after 400

            waiting    | START        | STARTING>RUN #3 pid 0 'runner start' 1/1 = SPAWN
            waiting    | STOP         | STOPPED>STOP #2 pid 0 swept 'runner stop' 1/1 = STOPPED
            waiting    | KILL         | STOPPED>STOP #2 pid 0 swept 'runner kill' 1/1 = STOPPED
            waiting    | RESTART      | STARTING>RUN #3 pid 0 'runner restart' 1/1 = SPAWN
            waiting    | RESTART_DUE  | STARTING>RUN #3 pid 0 2/1 = SPAWN

            stopped    | START        | STARTING>RUN #3 pid 0 'runner start' 1/1 = SPAWN
            stopped    | RESTART      | STARTING>RUN #3 pid 0 'runner restart' 1/1 = SPAWN

            failed     | START        | STARTING>RUN #3 pid 0 'runner start' 1/1 = SPAWN
            failed     | RESTART      | STARTING>RUN #3 pid 0 'runner restart' 1/1 = SPAWN
            """);

    static Stream<Arguments> cells() {
        return SITUATIONS.keySet().stream()
                .flatMap(situation -> INPUTS.keySet().stream().map(input -> Arguments.of(situation, input)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    @Tag("F11")
    @Tag("F12")
    @Tag("F13")
    void everyCellOfTheTable(String situation, String input) {
        MemberLifecycle before = lifecycle(situation);
        StateTransition transition = MemberStateMachine.next(before, input(input), POLICY, NOW);

        String expected = TABLE.getOrDefault(situation, Map.of()).get(input);
        if (expected == null) {
            assertThat(transition.next()).isEqualTo(before);
            assertThat(transition.effects()).isEmpty();
        } else {
            assertThat(describe(transition)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void whatSpeaksOfAnotherStartIsDropped(String situation, String name) {
        StateMachineInput input = input(name);
        for (int other : new int[] {0, INCARNATION - 1, INCARNATION + 1}) {
            StateMachineInput stale = new StateMachineInput(
                    input.type(), other, input.number(), input.action(), input.exit(), input.failure());
            MemberLifecycle before = lifecycle(situation);
            if (input.incarnation() != 0 && before.view().incarnation() != other) {
                assertThat(MemberStateMachine.next(before, stale, POLICY, NOW)).isEqualTo(StateTransition.to(before));
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    @Tag("F11")
    @Tag("F13")
    void neverSpawnsWhileSomethingMayBeAlive(String situation, String name) {
        StateTransition transition = MemberStateMachine.next(lifecycle(situation), input(name), POLICY, NOW);

        boolean spawns = transition.effects().contains(StateMachineEffect.SPAWN);
        boolean clean = Set.of("pending", "stopped", "failed", "waiting").contains(situation);
        assertThat(spawns && !clean && input(name).type() != StateMachineInput.Type.GONE)
                .isFalse();
        if (spawns) {
            assertThat(transition.next().state()).isEqualTo(LifecycleState.STARTING);
            assertThat(transition.effects()).endsWith(StateMachineEffect.SPAWN);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    @Tag("F13")
    void everyEndGoesThroughASweep(String situation, String name) {
        MemberLifecycle before = lifecycle(situation);
        StateTransition transition = MemberStateMachine.next(before, input(name), POLICY, NOW);

        boolean leftItsRun =
                isRunning(before.state()) && !isRunning(transition.next().state());
        boolean failedToStart = input(name).type() == StateMachineInput.Type.SPAWN_FAILED;
        if (leftItsRun && !failedToStart) {
            assertThat(transition.effects()).containsAnyOf(StateMachineEffect.KILL, StateMachineEffect.TERMINATE);
            assertThat(transition.next().state()).isIn(LifecycleState.STOPPING, LifecycleState.BACKING_OFF);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    @Tag("F12")
    void stateAndCauseTravelTogether(String situation, String name) {
        MemberLifecycle after = MemberStateMachine.next(lifecycle(situation), input(name), POLICY, NOW)
                .next();
        if (after.state() == LifecycleState.FAILED) {
            assertThat(after.view().failure()).isNotNull();
            assertThat(after.goal()).isEqualTo(PostExitAction.FAIL);
        }
        if (isRunning(after.state())) {
            assertThat(after.view().failure()).isNull();
        }
        assertThat(after.view().readyAt() != null).isEqualTo(after.state() == LifecycleState.READY);
    }

    @Test
    @Tag("F12")
    void aFailingMemberKeepsItsFirstReason() {
        MemberLifecycle failing = lifecycle("failing");
        for (String name : List.of("STOP", "KILL", "START", "RESTART", "EXITED 0", "GRACE_OVER", "HANDED_OVER")) {
            failing = MemberStateMachine.next(failing, input(name), POLICY, NOW).next();
        }
        MemberLifecycle failed =
                MemberStateMachine.next(failing, input("GONE"), POLICY, NOW).next();
        assertThat(failed.state()).isEqualTo(LifecycleState.FAILED);
        assertThat(failed.view().failure()).isEqualTo(new Cause.Crash(ExitStatus.code(9)));
    }

    @Test
    @Tag("F17")
    void theBudgetIsReachedAndThenExceeded() {
        RestartPolicy policy = new RestartPolicy(
                Set.of(55),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofSeconds(10),
                3,
                Duration.ofSeconds(60));
        MemberLifecycle member = lifecycle("running");
        member = new MemberLifecycle(member.view(), PostExitAction.RUN, false, 0, List.of());
        for (int i = 0; i < 3; i++) {
            member = cycle(member, policy, T0.plusSeconds(i));
            assertThat(member.state()).isEqualTo(LifecycleState.STARTING);
            assertThat(member.restartTimes()).hasSize(i + 1);
        }
        StateTransition last = MemberStateMachine.next(member, exited(member, 55, 1), policy, T0.plusSeconds(59));
        assertThat(last.next().state()).isEqualTo(LifecycleState.STOPPING);
        assertThat(last.next().view().failure())
                .isEqualTo(new Cause.RestartLimit(ExitStatus.code(55), 3, Duration.ofSeconds(60)));

        StateTransition later = MemberStateMachine.next(member, exited(member, 55, 1), policy, T0.plusSeconds(60));
        assertThat(later.next().state()).isEqualTo(LifecycleState.BACKING_OFF);
        assertThat(later.next().restartTimes()).hasSize(3);
    }

    @Test
    @Tag("F17")
    void theDelayDoublesAndAGoodRunResetsIt() {
        MemberLifecycle member = lifecycle("running");
        member = new MemberLifecycle(member.view(), PostExitAction.RUN, false, 0, List.of());
        List<Long> delays = new ArrayList<>();
        for (long ranFor : new long[] {0, 1, 9_999, 0, 0, 0, 10_000, 0}) {
            member = MemberStateMachine.next(member, exitedAfter(member, ranFor), POLICY, NOW)
                    .next();
            StateTransition gone =
                    MemberStateMachine.next(member, of(member, StateMachineInput.Type.GONE), POLICY, NOW);
            delays.add(gone.effects().get(1).delay().toMillis());
            member = MemberStateMachine.next(gone.next(), of(member, StateMachineInput.Type.RESTART_DUE), POLICY, NOW)
                    .next();
        }
        assertThat(delays).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 5000L, 250L, 500L);
    }

    @Test
    @Tag("F17")
    void theDelayBeginsWithTheExitAndTheSweepIsPartOfIt() {
        MemberLifecycle member = lifecycle("running");
        member = new MemberLifecycle(member.view(), PostExitAction.RUN, false, 0, List.of());
        member = MemberStateMachine.next(member, exitedAfter(member, 0), POLICY, NOW)
                .next();
        StateMachineInput gone = of(member, StateMachineInput.Type.GONE);
        StateTransition soon = MemberStateMachine.next(member, gone, POLICY, NOW.plusMillis(100));
        assertThat(soon.effects())
                .containsExactly(
                        StateMachineEffect.tell(MemberEvent.Kind.BACKING_OFF, Duration.ofMillis(250)),
                        StateMachineEffect.restartAfter(Duration.ofMillis(150)));
        StateTransition late = MemberStateMachine.next(member, gone, POLICY, NOW.plusMillis(300));
        assertThat(late.next().state()).isEqualTo(LifecycleState.BACKING_OFF);
        assertThat(late.effects()).contains(StateMachineEffect.restartAfter(Duration.ZERO));
    }

    @Test
    void aRepeatedPauseIsToldAgainWhenItIsComplete() {
        MemberLifecycle repeated = next(lifecycle("paused"), input("PAUSE"));
        StateTransition complete =
                MemberStateMachine.next(repeated, StateMachineInput.pauseComplete(INCARNATION, 2), POLICY, NOW);
        assertThat(complete.next().view().operatorActions().pause())
                .isEqualTo(OperatorInterventions.PauseState.COMPLETE);
        assertThat(complete.effects())
                .containsExactly(StateMachineEffect.tell(MemberEvent.Kind.PAUSED, Action.Operation.PAUSE));
    }

    @Test
    void theEndOfAnEarlierPauseDoesNotCompleteTheNextOne() {
        MemberLifecycle again = next(next(lifecycle("pausing"), input("RESUME")), input("PAUSE"));
        StateTransition late = MemberStateMachine.next(again, input("PAUSE_COMPLETE"), POLICY, NOW);
        assertThat(late).isEqualTo(StateTransition.to(again));
        StateTransition complete =
                MemberStateMachine.next(again, StateMachineInput.pauseComplete(INCARNATION, 2), POLICY, NOW);
        assertThat(complete.next().view().operatorActions().isPausing()).isFalse();
    }

    private static MemberLifecycle next(MemberLifecycle before, StateMachineInput input) {
        return MemberStateMachine.next(before, input, POLICY, NOW).next();
    }

    private static MemberLifecycle cycle(MemberLifecycle running, RestartPolicy policy, Instant at) {
        MemberLifecycle member = MemberStateMachine.next(running, exited(running, 55, 1), policy, at)
                .next();
        member = MemberStateMachine.next(member, of(member, StateMachineInput.Type.GONE), policy, at)
                .next();
        return MemberStateMachine.next(member, of(member, StateMachineInput.Type.RESTART_DUE), policy, at)
                .next();
    }

    private static StateMachineInput of(MemberLifecycle member, StateMachineInput.Type type) {
        return StateMachineInput.of(type, member.view().incarnation());
    }

    private static StateMachineInput exited(MemberLifecycle member, int code, int seconds) {
        return StateMachineInput.exited(member.view().incarnation(), exit(code, Duration.ofSeconds(seconds)));
    }

    private static StateMachineInput exitedAfter(MemberLifecycle member, long millis) {
        return StateMachineInput.exited(member.view().incarnation(), exit(55, Duration.ofMillis(millis)));
    }

    private static boolean isRunning(LifecycleState state) {
        return state == LifecycleState.STARTING || state == LifecycleState.READY;
    }

    private static ExitRecord exit(int code, Duration ranFor) {
        return new ExitRecord(ExitStatus.code(code), T0.plus(ranFor), ranFor, List.of());
    }

    private static MemberLifecycle lifecycle(String situation) {
        return Objects.requireNonNull(SITUATIONS.get(situation));
    }

    private static StateMachineInput input(String name) {
        return Objects.requireNonNull(INPUTS.get(name));
    }

    private static Map<String, MemberLifecycle> situations() {
        Map<String, MemberLifecycle> map = new LinkedHashMap<>();
        map.put(
                "pending",
                new MemberLifecycle(
                        view(LifecycleState.PENDING, 0, null, null), PostExitAction.RUN, false, 0, List.of()));
        map.put("running", in(LifecycleState.STARTING, PostExitAction.RUN, false, null));
        map.put("ready", in(LifecycleState.READY, PostExitAction.RUN, false, null));
        map.put(
                "pausing",
                in(LifecycleState.READY, PostExitAction.RUN, false, null).with(PAUSING));
        map.put("paused", paused());
        map.put(
                "chosen",
                in(LifecycleState.READY, PostExitAction.RUN, false, null)
                        .with(OperatorInterventions.NOTHING.withExitCode(55)));
        map.put("stopping", in(LifecycleState.STOPPING, PostExitAction.STOP, false, null));
        map.put(
                "failing",
                in(LifecycleState.STOPPING, PostExitAction.FAIL, false, new Cause.Crash(ExitStatus.code(9))));
        map.put("restarting", in(LifecycleState.STOPPING, PostExitAction.START_NOW, false, null));
        map.put("sweeping", in(LifecycleState.BACKING_OFF, PostExitAction.START_LATER, false, null));
        map.put("waiting", in(LifecycleState.BACKING_OFF, PostExitAction.START_LATER, true, null));
        map.put("stopped", in(LifecycleState.STOPPED, PostExitAction.STOP, false, null));
        map.put("failed", in(LifecycleState.FAILED, PostExitAction.FAIL, false, new Cause.Crash(ExitStatus.code(9))));
        return map;
    }

    private static MemberLifecycle paused() {
        return in(LifecycleState.READY, PostExitAction.RUN, false, null).with(PAUSING.pauseComplete());
    }

    private static MemberLifecycle in(
            LifecycleState state, PostExitAction goal, boolean swept, Cause.@Nullable Failure failure) {
        long pid = isRunning(state) || state == LifecycleState.STOPPING ? 7 : 0;
        return new MemberLifecycle(view(state, pid, failure, null), goal, swept, 1, List.of(NOW.minusMillis(100)));
    }

    private static MemberSnapshot view(
            LifecycleState state, long pid, Cause.@Nullable Failure failure, @Nullable Action action) {
        boolean pending = state == LifecycleState.PENDING;
        Instant readyAt = state == LifecycleState.READY ? T0.plusSeconds(1) : null;
        return new MemberSnapshot(
                ID,
                state,
                pending ? 0 : INCARNATION,
                pid,
                pending ? 0 : 1,
                pending ? null : T0,
                readyAt,
                null,
                failure,
                action,
                OperatorInterventions.NOTHING);
    }

    private static Map<String, StateMachineInput> inputs() {
        Map<String, StateMachineInput> map = new LinkedHashMap<>();
        for (StateMachineInput.Type type : StateMachineInput.Type.values()) {
            switch (type) {
                case START, STOP, KILL, RESTART, PAUSE, RESUME ->
                    map.put(type.name(), StateMachineInput.request(type, Action.Operation.valueOf(type.name())));
                case SIGNAL -> map.put(type.name(), StateMachineInput.signal(1));
                case EXIT_AS -> map.put(type.name(), StateMachineInput.exitAs(55));
                case SPAWNED -> map.put(type.name(), StateMachineInput.spawned(INCARNATION, 8));
                case PAUSE_COMPLETE -> map.put(type.name(), StateMachineInput.pauseComplete(INCARNATION, 1));
                case SPAWN_FAILED ->
                    map.put(
                            type.name(),
                            StateMachineInput.spawnFailed(INCARNATION, new Cause.StartFailed("no such program")));
                case EXITED -> {
                    for (int code : new int[] {0, 3, 55}) {
                        map.put(
                                "EXITED " + code,
                                StateMachineInput.exited(INCARNATION, exit(code, Duration.ofSeconds(3))));
                    }
                    ExitRecord killed = new ExitRecord(ExitStatus.signal(9), NOW, Duration.ofSeconds(3), List.of());
                    map.put("EXITED KILL", StateMachineInput.exited(INCARNATION, killed));
                    ExitRecord lost = new ExitRecord(ExitStatus.unknown(), NOW, Duration.ofSeconds(3), List.of());
                    map.put("EXITED ?", StateMachineInput.exited(INCARNATION, lost));
                }
                default -> map.put(type.name(), StateMachineInput.of(type, INCARNATION));
            }
        }
        return map;
    }

    private static String describe(StateTransition transition) {
        MemberLifecycle next = transition.next();
        MemberSnapshot view = next.view();
        ExitRecord exit = view.lastExit();
        return view.state() + ">" + next.goal() + " #" + view.incarnation() + " pid " + view.pid()
                + (next.swept() ? " swept" : "")
                + (view.operatorActions().paused()
                        ? " " + view.operatorActions().pause()
                        : "")
                + (view.operatorActions().signal() == 0
                        ? ""
                        : " sent " + view.operatorActions().signal())
                + (view.operatorActions().exitCode() == null
                        ? ""
                        : " as " + view.operatorActions().exitCode())
                + (view.failure() == null ? "" : " failure '" + view.failure().describe() + "'")
                + (view.action() == null ? "" : " '" + view.action().describe() + "'")
                + (exit == null ? "" : " after " + exit.status().describe())
                + " " + next.consecutiveRestarts() + "/" + next.restartTimes().size() + " ="
                + transition.effects().stream()
                        .map(MemberStateMachineTest::describe)
                        .collect(Collectors.joining(", ", " ", ""))
                        .stripTrailing();
    }

    private static String describe(StateMachineEffect effect) {
        return switch (effect.type()) {
            case TELL ->
                effect.event()
                        + (effect.cause() == null ? "" : " '" + effect.cause().describe() + "'");
            case RESTART_AFTER -> "restart after " + effect.delay().toMillis();
            default -> effect.type().toString();
        };
    }

    private static Map<String, Map<String, String>> table(String text) {
        Map<String, Map<String, String>> table = new HashMap<>();
        Arrays.stream(text.split("\n", -1)).filter(line -> !line.isBlank()).forEach(line -> {
            String[] cell = line.split("\\|", -1);
            table.computeIfAbsent(cell[0].strip(), key -> new HashMap<>()).put(cell[1].strip(), cell[2].strip());
        });
        return table;
    }
}
