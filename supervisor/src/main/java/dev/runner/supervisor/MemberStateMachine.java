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
            case START, RESTART -> spawn(now.starting(time, input.text()));
            case STOP, KILL -> {
                MemberLifecycle stopped =
                        now.withGoal(PostExitAction.STOP, input.text()).in(LifecycleState.STOPPED);
                yield StateTransition.to(stopped, StateMachineEffect.tell(Kind.STOPPED, "it had not been started"));
            }
            default -> StateTransition.to(now);
        };
    }

    private static StateTransition whenRunning(
            MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        return switch (input.type()) {
            case SPAWNED ->
                StateTransition.to(
                        now.withPid(input.pid()),
                        StateMachineEffect.tell(Kind.SPAWNED, now.view().purpose()));
            case SPAWN_FAILED -> spawnFailed(now, input);
            case READY -> becomeReady(now, time);
            case EXITED -> ended(now, input, policy, time);
            case STOP ->
                stopping(
                        now.withGoal(PostExitAction.STOP, input.text()),
                        StateMachineEffect.TERMINATE,
                        Kind.STOPPING,
                        input);
            case KILL ->
                stopping(now.withGoal(PostExitAction.STOP, input.text()), StateMachineEffect.KILL, Kind.KILLING, input);
            case RESTART ->
                stopping(
                        now.withGoal(PostExitAction.START_NOW, input.text()),
                        StateMachineEffect.TERMINATE,
                        Kind.STOPPING,
                        input);
            case PAUSE -> pause(now, input);
            case RESUME -> resume(now, input);
            case SIGNAL -> signal(now.with(now.view().operatorActions().signalled(input.number(), time)), input);
            case EXIT_AS -> exitAs(now, input);
            case START, GONE, HANDED_OVER, GRACE_OVER, RESTART_DUE -> StateTransition.to(now);
        };
    }

    /** Again where it is paused already: something of it may have been continued by others. */
    private static StateTransition pause(MemberLifecycle now, StateMachineInput input) {
        return now.view().operatorActions().paused()
                ? StateTransition.to(now, StateMachineEffect.PAUSE)
                : StateTransition.to(
                        now.with(now.view().operatorActions().paused(true)),
                        StateMachineEffect.PAUSE,
                        StateMachineEffect.tell(Kind.PAUSED, input.text()));
    }

    private static StateTransition resume(MemberLifecycle now, StateMachineInput input) {
        return now.view().operatorActions().paused()
                ? StateTransition.to(
                        now.with(now.view().operatorActions().paused(false)),
                        StateMachineEffect.RESUME,
                        StateMachineEffect.tell(Kind.RESUMED, input.text()))
                : StateTransition.to(now, StateMachineEffect.RESUME);
    }

    private static StateTransition signal(MemberLifecycle next, StateMachineInput input) {
        return StateTransition.to(
                next, StateMachineEffect.signal(input.number()), StateMachineEffect.tell(Kind.SIGNALLED, input.text()));
    }

    /** It is killed, and what follows is decided as if it had ended with that code by itself. */
    private static StateTransition exitAs(MemberLifecycle now, StateMachineInput input) {
        MemberLifecycle next = now.with(now.view().operatorActions().withExitCode(input.number()));
        return StateTransition.to(
                next,
                StateMachineEffect.signal(Signals.number("KILL")),
                StateMachineEffect.tell(Kind.SIGNALLED, input.text()));
    }

    private static StateTransition becomeReady(MemberLifecycle now, Instant time) {
        return now.state() == LifecycleState.READY
                ? StateTransition.to(now)
                : StateTransition.to(now.ready(time), StateMachineEffect.tell(Kind.READY));
    }

    private static StateTransition spawnFailed(MemberLifecycle now, StateMachineInput input) {
        MemberLifecycle failed =
                now.failing(Objects.requireNonNull(input.text())).in(LifecycleState.FAILED);
        return StateTransition.to(
                failed,
                StateMachineEffect.tell(Kind.CRASHED, input.text()),
                StateMachineEffect.tell(Kind.FAILED, input.text()));
    }

    private static StateTransition stopping(
            MemberLifecycle next, StateMachineEffect effect, Kind event, StateMachineInput input) {
        return StateTransition.to(
                next.in(LifecycleState.STOPPING), StateMachineEffect.tell(event, input.text()), effect);
    }

    /** The leader ended and nobody had asked it to. */
    private static StateTransition ended(
            MemberLifecycle now, StateMachineInput input, RestartPolicy policy, Instant time) {
        ExitRecord exit = now.view().operatorActions().effectiveExit(Objects.requireNonNull(input.exit()));
        MemberLifecycle ended = now.exited(exit);
        boolean chosen = now.view().operatorActions().exitCode() != null;
        if ((chosen || input.text() == null) && policy.asksForRestart(exit.status())) {
            return restartOrGiveUp(ended, exit, policy, time);
        }
        if (!chosen && now.view().operatorActions().ended(exit)) {
            String purpose = "runner kill --signal "
                    + Signals.name(now.view().operatorActions().signal());
            MemberLifecycle stopping =
                    ended.withGoal(PostExitAction.STOP, purpose).in(LifecycleState.STOPPING);
            return StateTransition.to(stopping, StateMachineEffect.tell(Kind.EXITED, purpose), StateMachineEffect.KILL);
        }
        if (!chosen && input.text() != null) {
            return crashed(ended, input.text());
        }
        if (exit.status().isCode(0)) {
            MemberLifecycle stopping = ended.withGoal(PostExitAction.STOP, null).in(LifecycleState.STOPPING);
            return StateTransition.to(
                    stopping, StateMachineEffect.tell(Kind.EXITED, "it ended by itself"), StateMachineEffect.KILL);
        }
        return crashed(ended, "ended with " + exit.status().describe());
    }

    private static StateTransition crashed(MemberLifecycle ended, String failure) {
        MemberLifecycle failing = ended.failing(failure).in(LifecycleState.STOPPING);
        return StateTransition.to(failing, StateMachineEffect.tell(Kind.CRASHED, failure), StateMachineEffect.KILL);
    }

    private static StateTransition restartOrGiveUp(
            MemberLifecycle ended, ExitRecord exit, RestartPolicy policy, Instant time) {
        List<Instant> counted = policy.withinWindow(ended.restartTimes(), time);
        if (counted.size() >= policy.limit()) {
            return crashed(
                    ended,
                    "asked for a restart (" + exit.status().describe() + ") more than " + policy.limit() + " times in "
                            + policy.within().toSeconds() + " s");
        }
        int consecutiveRestarts = exit.ranFor().compareTo(policy.reset()) >= 0 ? 0 : ended.consecutiveRestarts();
        List<Instant> restartTimes = new ArrayList<>(counted);
        restartTimes.add(time);
        MemberLifecycle next =
                ended.restarting(consecutiveRestarts, restartTimes).in(LifecycleState.BACKING_OFF);
        return StateTransition.to(
                next,
                StateMachineEffect.KILL,
                StateMachineEffect.tell(Kind.RESTART_REQUESTED, exit.status().describe()));
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
                        StateMachineEffect.tell(Kind.KILLING, "it had not ended when its grace was over"),
                        StateMachineEffect.KILL);
            case HANDED_OVER -> StateTransition.to(now, StateMachineEffect.KILL);
            case KILL ->
                StateTransition.to(
                        cancelPendingStart(now, input),
                        StateMachineEffect.tell(Kind.KILLING, input.text()),
                        StateMachineEffect.KILL);
            case STOP -> StateTransition.to(cancelPendingStart(now, input));
            case START, RESTART ->
                StateTransition.to(
                        now.goal() == PostExitAction.FAIL ? now : now.withGoal(PostExitAction.START_NOW, input.text()));
            // What hangs while it ends may still be asked for a thread dump, say.
            case SIGNAL -> signal(now, input);
            case SPAWNED, SPAWN_FAILED, READY, RESTART_DUE, PAUSE, RESUME, EXIT_AS -> StateTransition.to(now);
        };
    }

    private static MemberLifecycle cancelPendingStart(MemberLifecycle now, StateMachineInput input) {
        return now.goal() == PostExitAction.START_NOW ? now.withGoal(PostExitAction.STOP, input.text()) : now;
    }

    /** Nothing of it is alive any more. */
    private static StateTransition gone(MemberLifecycle now, Instant time) {
        return switch (now.goal()) {
            case START_NOW -> spawn(now.starting(time, now.view().purpose()));
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
            case SPAWNED, SPAWN_FAILED, READY, EXITED, HANDED_OVER, GRACE_OVER, PAUSE, RESUME, SIGNAL, EXIT_AS ->
                StateTransition.to(now);
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
        MemberLifecycle stopping = now.withGoal(goal, input.text()).in(LifecycleState.STOPPING);
        return now.swept() ? gone(stopping, time) : StateTransition.to(stopping);
    }

    private static StateTransition whenEnded(MemberLifecycle now, StateMachineInput input, Instant time) {
        return switch (input.type()) {
            case START, RESTART -> spawn(now.starting(time, input.text()));
            default -> StateTransition.to(now);
        };
    }

    private static StateTransition spawn(MemberLifecycle starting) {
        return StateTransition.to(starting, StateMachineEffect.SPAWN);
    }
}
