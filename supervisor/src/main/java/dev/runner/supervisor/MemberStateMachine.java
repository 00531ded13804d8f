package dev.runner.supervisor;

import dev.runner.supervisor.MemberEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The state machine of a member: one total, pure function of state, input, policy and time.
 *
 * <p>The rule behind it: a member leaves its alive states only when nothing of it is alive, so every end goes through a
 * sweep ({@link StateMachineEffect#KILL}, answered by {@code GONE}), whoever asked for it.
 */
final class MemberStateMachine {
    private MemberStateMachine() {}

    static StateTransition next(MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        if (input.isStale(now.view().incarnation())) {
            return StateTransition.to(now);
        }
        return switch (now.state()) {
            case PENDING -> whenPending(now, input, time);
            case STARTING, READY -> whenRunning(now, input, policy, time);
            case STOPPING -> whenStopping(now, input, time);
            case BACKING_OFF -> whenBackingOff(now, input, policy, time);
            case STOPPED, FAILED -> whenEnded(now, input, time);
        };
    }

    private static StateTransition whenPending(MemberLifecycle now, StateMachineInput input, Instant time) {
        return switch (input.type()) {
            case START, RESTART -> spawn(now.starting(time, input.action()));
            case STOP, KILL -> {
                MemberLifecycle stopped =
                        now.withGoal(PostExitAction.STOP, input.action()).in(LifecycleState.STOPPED);
                yield StateTransition.to(
                        stopped, StateMachineEffect.tell(Kind.STOPPED, Cause.Circumstance.NEVER_STARTED));
            }
            default -> StateTransition.to(now);
        };
    }

    private static StateTransition whenRunning(
            MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        return switch (input.type()) {
            case SPAWNED ->
                StateTransition.to(
                        now.withPid(input.number()),
                        StateMachineEffect.tell(Kind.SPAWNED, now.view().action()));
            case SPAWN_FAILED -> spawnFailed(now, input);
            case READY -> becomeReady(now, time);
            case EXITED -> ended(now, input, policy, time);
            case STOP ->
                stopping(
                        now.withGoal(PostExitAction.STOP, input.action()),
                        StateMachineEffect.TERMINATE,
                        Kind.STOPPING,
                        input);
            case KILL ->
                stopping(
                        now.withGoal(PostExitAction.STOP, input.action()),
                        StateMachineEffect.KILL,
                        Kind.KILLING,
                        input);
            case RESTART ->
                stopping(
                        now.withGoal(PostExitAction.START_NOW, input.action()),
                        StateMachineEffect.TERMINATE,
                        Kind.STOPPING,
                        input);
            case PAUSE -> pause(now);
            case PAUSE_COMPLETE -> pauseComplete(now, input);
            case RESUME -> resume(now);
            case SIGNAL -> signal(now.with(now.view().operatorActions().signalled(input.parameter(), time)), input);
            case EXIT_AS -> exitAs(now, input);
            case START, GONE, HANDED_OVER, GRACE_OVER, RESTART_DUE -> StateTransition.to(now);
        };
    }

    /** Also where it is paused: somebody else may have continued some of it. */
    private static StateTransition pause(MemberLifecycle now) {
        OperatorInterventions done = now.view().operatorActions();
        if (done.isPausing()) {
            return StateTransition.to(now);
        }
        OperatorInterventions next = done.pausing();
        return StateTransition.to(now.with(next), StateMachineEffect.pause(next.pauses()));
    }

    /** Late where it has been resumed since. */
    private static StateTransition pauseComplete(MemberLifecycle now, StateMachineInput input) {
        OperatorInterventions done = now.view().operatorActions();
        if (!done.isPausing() || done.pauses() != input.number()) {
            return StateTransition.to(now);
        }
        return StateTransition.to(
                now.with(done.pauseComplete()), StateMachineEffect.tell(Kind.PAUSED, Action.Operation.PAUSE));
    }

    private static StateTransition resume(MemberLifecycle now) {
        OperatorInterventions done = now.view().operatorActions();
        return done.paused()
                ? StateTransition.to(
                        now.with(done.resumed()),
                        StateMachineEffect.RESUME,
                        StateMachineEffect.tell(Kind.RESUMED, Action.Operation.RESUME))
                : StateTransition.to(now, StateMachineEffect.RESUME);
    }

    private static StateTransition signal(MemberLifecycle next, StateMachineInput input) {
        return StateTransition.to(
                next,
                StateMachineEffect.signal(input.parameter()),
                StateMachineEffect.tell(Kind.SIGNALLED, input.action()));
    }

    /** It is killed, and what follows is decided as if it had ended with that code by itself. */
    private static StateTransition exitAs(MemberLifecycle now, StateMachineInput input) {
        MemberLifecycle next = now.with(now.view().operatorActions().withExitCode(input.parameter()));
        return StateTransition.to(
                next,
                StateMachineEffect.signal(Signals.number("KILL")),
                StateMachineEffect.tell(Kind.SIGNALLED, input.action()));
    }

    private static StateTransition becomeReady(MemberLifecycle now, Instant time) {
        return now.state() == LifecycleState.READY
                ? StateTransition.to(now)
                : StateTransition.to(now.ready(time), StateMachineEffect.tell(Kind.READY));
    }

    private static StateTransition spawnFailed(MemberLifecycle now, StateMachineInput input) {
        Cause.Failure failure = Objects.requireNonNull(input.failure());
        return StateTransition.to(
                now.failing(failure).in(LifecycleState.FAILED),
                StateMachineEffect.tell(Kind.CRASHED, failure),
                StateMachineEffect.tell(Kind.FAILED, failure));
    }

    private static StateTransition stopping(
            MemberLifecycle next, StateMachineEffect effect, Kind event, StateMachineInput input) {
        return StateTransition.to(
                next.in(LifecycleState.STOPPING), StateMachineEffect.tell(event, input.action()), effect);
    }

    /** The leader ended and nobody had asked it to. */
    private static StateTransition ended(
            MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        ExitRecord exit = now.view().operatorActions().effectiveExit(Objects.requireNonNull(input.exit()));
        MemberLifecycle ended = now.exited(exit);
        boolean chosen = now.view().operatorActions().exitCode() != null;
        if ((chosen || input.failure() == null) && policy.asksForRestart(exit.status())) {
            return restartOrGiveUp(ended, exit, policy, time);
        }
        if (!chosen && now.view().operatorActions().ended(exit)) {
            Action sent = new Action.SendSignal(now.view().operatorActions().signal());
            MemberLifecycle stopping = ended.withGoal(PostExitAction.STOP, sent).in(LifecycleState.STOPPING);
            return StateTransition.to(stopping, StateMachineEffect.tell(Kind.EXITED, sent), StateMachineEffect.KILL);
        }
        if (!chosen && input.failure() != null) {
            return crashed(ended, input.failure());
        }
        if (exit.status().isCode(0)) {
            MemberLifecycle stopping = ended.withGoal(PostExitAction.STOP, null).in(LifecycleState.STOPPING);
            return StateTransition.to(
                    stopping,
                    StateMachineEffect.tell(Kind.EXITED, Cause.Circumstance.COMPLETED),
                    StateMachineEffect.KILL);
        }
        return crashed(ended, new Cause.Crash(exit.status()));
    }

    private static StateTransition crashed(MemberLifecycle ended, Cause.Failure failure) {
        MemberLifecycle failing = ended.failing(failure).in(LifecycleState.STOPPING);
        return StateTransition.to(failing, StateMachineEffect.tell(Kind.CRASHED, failure), StateMachineEffect.KILL);
    }

    private static StateTransition restartOrGiveUp(
            MemberLifecycle ended, ExitRecord exit, RestartPolicy policy, Instant time) {
        List<Instant> counted = policy.withinWindow(ended.restartTimes(), time);
        if (counted.size() >= policy.limit()) {
            return crashed(ended, new Cause.RestartLimit(exit.status(), policy.limit(), policy.within()));
        }
        int consecutiveRestarts = exit.ranFor().compareTo(policy.reset()) >= 0 ? 0 : ended.consecutiveRestarts();
        List<Instant> restartTimes = new ArrayList<>(counted);
        restartTimes.add(time);
        MemberLifecycle next =
                ended.restarting(consecutiveRestarts, restartTimes).in(LifecycleState.BACKING_OFF);
        return StateTransition.to(
                next,
                StateMachineEffect.KILL,
                StateMachineEffect.tell(Kind.RESTART_REQUESTED, new Cause.RestartCode(exit.status())));
    }

    private static StateTransition whenStopping(MemberLifecycle now, StateMachineInput input, Instant time) {
        return switch (input.type()) {
            case EXITED ->
                StateTransition.to(
                        now.exited(Objects.requireNonNull(input.exit())), StateMachineEffect.tell(Kind.EXITED));
            case GONE -> gone(now, time);
            case GRACE_OVER ->
                StateTransition.to(
                        now,
                        StateMachineEffect.tell(Kind.KILLING, Cause.Circumstance.GRACE_EXPIRED),
                        StateMachineEffect.KILL);
            case HANDED_OVER -> StateTransition.to(now, StateMachineEffect.KILL);
            case KILL ->
                StateTransition.to(
                        cancelPendingStart(now, input),
                        StateMachineEffect.tell(Kind.KILLING, input.action()),
                        StateMachineEffect.KILL);
            case STOP -> StateTransition.to(cancelPendingStart(now, input));
            case START, RESTART ->
                StateTransition.to(
                        now.goal() == PostExitAction.FAIL
                                ? now
                                : now.withGoal(PostExitAction.START_NOW, input.action()));
            // What hangs while it ends may still be asked for a thread dump, say.
            case SIGNAL -> signal(now, input);
            case SPAWNED, SPAWN_FAILED, READY, RESTART_DUE, PAUSE, PAUSE_COMPLETE, RESUME, EXIT_AS ->
                StateTransition.to(now);
        };
    }

    private static MemberLifecycle cancelPendingStart(MemberLifecycle now, StateMachineInput input) {
        return now.goal() == PostExitAction.START_NOW ? now.withGoal(PostExitAction.STOP, input.action()) : now;
    }

    /** Nothing of it is alive any more. */
    private static StateTransition gone(MemberLifecycle now, Instant time) {
        return switch (now.goal()) {
            case START_NOW -> spawn(now.starting(time, now.view().action()));
            case FAIL ->
                StateTransition.to(
                        now.in(LifecycleState.FAILED),
                        StateMachineEffect.tell(Kind.FAILED, now.view().failure()));
            case STOP, RUN, START_LATER ->
                StateTransition.to(now.in(LifecycleState.STOPPED), StateMachineEffect.tell(Kind.STOPPED));
        };
    }

    private static StateTransition whenBackingOff(
            MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        return switch (input.type()) {
            case GONE -> now.swept() ? StateTransition.to(now) : swept(now, policy, time);
            case RESTART_DUE ->
                now.swept() ? spawn(withRestartCounted(now).starting(time, null)) : StateTransition.to(now);
            case STOP, KILL -> leaveBackOff(now, PostExitAction.STOP, input, time);
            case START, RESTART -> leaveBackOff(now, PostExitAction.START_NOW, input, time);
            case SPAWNED,
                    SPAWN_FAILED,
                    READY,
                    EXITED,
                    HANDED_OVER,
                    GRACE_OVER,
                    PAUSE,
                    PAUSE_COMPLETE,
                    RESUME,
                    SIGNAL,
                    EXIT_AS -> StateTransition.to(now);
        };
    }

    /** The delay has begun with the exit, and gone on beside the sweep; told is the whole, which the policy has. */
    private static StateTransition swept(MemberLifecycle now, RestartPolicy policy, Instant time) {
        Duration delay = policy.delayAfter(now.consecutiveRestarts());
        Duration left = delay.minus(Duration.between(now.restartDecidedAt(), time));
        return StateTransition.to(
                now.withSweepDone(),
                StateMachineEffect.tell(Kind.BACKING_OFF, delay),
                StateMachineEffect.restartAfter(left.isNegative() ? Duration.ZERO : left));
    }

    private static MemberLifecycle withRestartCounted(MemberLifecycle now) {
        return new MemberLifecycle(
                now.view(), now.goal(), now.swept(), now.consecutiveRestarts() + 1, now.restartTimes());
    }

    private static StateTransition leaveBackOff(
            MemberLifecycle now, PostExitAction goal, StateMachineInput input, Instant time) {
        MemberLifecycle stopping = now.withGoal(goal, input.action()).in(LifecycleState.STOPPING);
        return now.swept() ? gone(stopping, time) : StateTransition.to(stopping);
    }

    private static StateTransition whenEnded(MemberLifecycle now, StateMachineInput input, Instant time) {
        return switch (input.type()) {
            case START, RESTART -> spawn(now.starting(time, input.action()));
            default -> StateTransition.to(now);
        };
    }

    private static StateTransition spawn(MemberLifecycle starting) {
        return StateTransition.to(starting, StateMachineEffect.SPAWN);
    }
}
