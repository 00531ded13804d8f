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
 * sweep ({@link Effect#KILL}, answered by {@code GONE}), whoever asked for it.
 */
final class MemberTransitions {
    private MemberTransitions() {}

    static Transition next(Lifecycle now, Input input, RestartPolicy policy, Instant time) {
        if (input.isStale(now.view().incarnation())) {
            return Transition.to(now);
        }
        return switch (now.state()) {
            case PENDING -> whenPending(now, input, time);
            case STARTING, READY -> whenRunning(now, input, policy, time);
            case STOPPING -> whenStopping(now, input, time);
            case BACKING_OFF -> whenBackingOff(now, input, policy, time);
            case STOPPED, FAILED -> whenEnded(now, input, time);
        };
    }

    private static Transition whenPending(Lifecycle now, Input input, Instant time) {
        return switch (input.type()) {
            case START, RESTART -> spawn(now.starting(time, input.text()));
            case STOP, KILL -> {
                Lifecycle stopped = now.towards(Goal.STOP, input.text()).in(MemberState.STOPPED);
                yield Transition.to(stopped, Effect.tell(Kind.STOPPED, "it had not been started"));
            }
            default -> Transition.to(now);
        };
    }

    private static Transition whenRunning(Lifecycle now, Input input, RestartPolicy policy, Instant time) {
        return switch (input.type()) {
            case SPAWNED ->
                Transition.to(
                        now.withPid(input.pid()),
                        Effect.tell(Kind.SPAWNED, now.view().purpose()));
            case SPAWN_FAILED -> spawnFailed(now, input);
            case READY -> becomeReady(now, time);
            case EXITED -> ended(now, input, policy, time);
            case STOP -> stopping(now.towards(Goal.STOP, input.text()), Effect.TERMINATE, Kind.STOPPING, input);
            case KILL -> stopping(now.towards(Goal.STOP, input.text()), Effect.KILL, Kind.KILLING, input);
            case RESTART -> stopping(now.towards(Goal.START_NOW, input.text()), Effect.TERMINATE, Kind.STOPPING, input);
            case PAUSE -> pause(now, input);
            case RESUME -> resume(now, input);
            case SIGNAL -> signal(now.with(now.view().byHand().signalled(input.number(), time)), input);
            case EXIT_AS -> exitAs(now, input);
            case START, GONE, HANDED_OVER, GRACE_OVER, RESTART_DUE -> Transition.to(now);
        };
    }

    /** Again where it is paused already: something of it may have been continued by others. */
    private static Transition pause(Lifecycle now, Input input) {
        return now.view().byHand().paused()
                ? Transition.to(now, Effect.PAUSE)
                : Transition.to(
                        now.with(now.view().byHand().paused(true)),
                        Effect.PAUSE,
                        Effect.tell(Kind.PAUSED, input.text()));
    }

    private static Transition resume(Lifecycle now, Input input) {
        return now.view().byHand().paused()
                ? Transition.to(
                        now.with(now.view().byHand().paused(false)),
                        Effect.RESUME,
                        Effect.tell(Kind.RESUMED, input.text()))
                : Transition.to(now, Effect.RESUME);
    }

    private static Transition signal(Lifecycle next, Input input) {
        return Transition.to(next, Effect.signal(input.number()), Effect.tell(Kind.SIGNALLED, input.text()));
    }

    /** It is killed, and what follows is decided as if it had ended with that code by itself. */
    private static Transition exitAs(Lifecycle now, Input input) {
        Lifecycle next = now.with(now.view().byHand().exitingAs(input.number()));
        return Transition.to(next, Effect.signal(Signals.number("KILL")), Effect.tell(Kind.SIGNALLED, input.text()));
    }

    private static Transition becomeReady(Lifecycle now, Instant time) {
        return now.state() == MemberState.READY
                ? Transition.to(now)
                : Transition.to(now.ready(time), Effect.tell(Kind.READY));
    }

    private static Transition spawnFailed(Lifecycle now, Input input) {
        Lifecycle failed = now.failing(Objects.requireNonNull(input.text())).in(MemberState.FAILED);
        return Transition.to(failed, Effect.tell(Kind.CRASHED, input.text()), Effect.tell(Kind.FAILED, input.text()));
    }

    private static Transition stopping(Lifecycle next, Effect effect, Kind event, Input input) {
        return Transition.to(next.in(MemberState.STOPPING), Effect.tell(event, input.text()), effect);
    }

    /** The leader ended and nobody had asked it to. */
    private static Transition ended(Lifecycle now, Input input, RestartPolicy policy, Instant time) {
        MemberExit exit = now.view().byHand().countedAs(Objects.requireNonNull(input.exit()));
        Lifecycle ended = now.exited(exit);
        boolean chosen = now.view().byHand().exitCode() != null;
        if ((chosen || input.text() == null) && policy.asksForRestart(exit.status())) {
            return restartOrGiveUp(ended, exit, policy, time);
        }
        if (!chosen && now.view().byHand().ended(exit)) {
            String purpose =
                    "runner kill --signal " + Signals.name(now.view().byHand().signal());
            Lifecycle stopping = ended.towards(Goal.STOP, purpose).in(MemberState.STOPPING);
            return Transition.to(stopping, Effect.tell(Kind.EXITED, purpose), Effect.KILL);
        }
        if (!chosen && input.text() != null) {
            return crashed(ended, input.text());
        }
        if (exit.status().isCode(0)) {
            Lifecycle stopping = ended.towards(Goal.STOP, null).in(MemberState.STOPPING);
            return Transition.to(stopping, Effect.tell(Kind.EXITED, "it ended by itself"), Effect.KILL);
        }
        return crashed(ended, "ended with " + exit.status().describe());
    }

    private static Transition crashed(Lifecycle ended, String failure) {
        Lifecycle failing = ended.failing(failure).in(MemberState.STOPPING);
        return Transition.to(failing, Effect.tell(Kind.CRASHED, failure), Effect.KILL);
    }

    private static Transition restartOrGiveUp(Lifecycle ended, MemberExit exit, RestartPolicy policy, Instant time) {
        List<Instant> counted = policy.withinWindow(ended.restartTimes(), time);
        if (counted.size() >= policy.limit()) {
            return crashed(
                    ended,
                    "asked for a restart (" + exit.status().describe() + ") more than " + policy.limit() + " times in "
                            + policy.within().toSeconds() + " s");
        }
        int inARow = exit.ranFor().compareTo(policy.reset()) >= 0 ? 0 : ended.inARow();
        List<Instant> restartTimes = new ArrayList<>(counted);
        restartTimes.add(time);
        Lifecycle next = ended.restarting(inARow, restartTimes).in(MemberState.BACKING_OFF);
        return Transition.to(
                next,
                Effect.KILL,
                Effect.tell(Kind.RESTART_REQUESTED, exit.status().describe()));
    }

    private static Transition whenStopping(Lifecycle now, Input input, Instant time) {
        return switch (input.type()) {
            case EXITED -> Transition.to(now.exited(Objects.requireNonNull(input.exit())), Effect.tell(Kind.EXITED));
            case GONE -> gone(now, time);
            case GRACE_OVER ->
                Transition.to(now, Effect.tell(Kind.KILLING, "it had not ended when its grace was over"), Effect.KILL);
            case HANDED_OVER -> Transition.to(now, Effect.KILL);
            case KILL -> Transition.to(giveUpStart(now, input), Effect.tell(Kind.KILLING, input.text()), Effect.KILL);
            case STOP -> Transition.to(giveUpStart(now, input));
            case START, RESTART ->
                Transition.to(now.goal() == Goal.FAIL ? now : now.towards(Goal.START_NOW, input.text()));
            // What hangs while it ends may still be asked for a thread dump, say.
            case SIGNAL -> signal(now, input);
            case SPAWNED, SPAWN_FAILED, READY, RESTART_DUE, PAUSE, RESUME, EXIT_AS -> Transition.to(now);
        };
    }

    private static Lifecycle giveUpStart(Lifecycle now, Input input) {
        return now.goal() == Goal.START_NOW ? now.towards(Goal.STOP, input.text()) : now;
    }

    /** Nothing of it is alive any more. */
    private static Transition gone(Lifecycle now, Instant time) {
        return switch (now.goal()) {
            case START_NOW -> spawn(now.starting(time, now.view().purpose()));
            case FAIL ->
                Transition.to(
                        now.in(MemberState.FAILED),
                        Effect.tell(Kind.FAILED, now.view().failure()));
            case STOP, RUN, START_LATER -> Transition.to(now.in(MemberState.STOPPED), Effect.tell(Kind.STOPPED));
        };
    }

    private static Transition whenBackingOff(Lifecycle now, Input input, RestartPolicy policy, Instant time) {
        return switch (input.type()) {
            case GONE -> now.swept() ? Transition.to(now) : swept(now, policy, time);
            case RESTART_DUE -> now.swept() ? spawn(countedUp(now).starting(time, null)) : Transition.to(now);
            case STOP, KILL -> leaveBackOff(now, Goal.STOP, input, time);
            case START, RESTART -> leaveBackOff(now, Goal.START_NOW, input, time);
            case SPAWNED, SPAWN_FAILED, READY, EXITED, HANDED_OVER, GRACE_OVER, PAUSE, RESUME, SIGNAL, EXIT_AS ->
                Transition.to(now);
        };
    }

    /** The delay has begun with the exit, and gone on beside the sweep; told is the whole, which the policy has. */
    private static Transition swept(Lifecycle now, RestartPolicy policy, Instant time) {
        Duration delay = policy.delayAfter(now.inARow());
        Duration left = delay.minus(Duration.between(now.restartDecidedAt(), time));
        return Transition.to(
                now.sweptClean(),
                Effect.tell(Kind.BACKING_OFF, delay),
                Effect.restartAfter(left.isNegative() ? Duration.ZERO : left));
    }

    private static Lifecycle countedUp(Lifecycle now) {
        return new Lifecycle(now.view(), now.goal(), now.swept(), now.inARow() + 1, now.restartTimes());
    }

    private static Transition leaveBackOff(Lifecycle now, Goal goal, Input input, Instant time) {
        Lifecycle stopping = now.towards(goal, input.text()).in(MemberState.STOPPING);
        return now.swept() ? gone(stopping, time) : Transition.to(stopping);
    }

    private static Transition whenEnded(Lifecycle now, Input input, Instant time) {
        return switch (input.type()) {
            case START, RESTART -> spawn(now.starting(time, input.text()));
            default -> Transition.to(now);
        };
    }

    private static Transition spawn(Lifecycle starting) {
        return Transition.to(starting, Effect.SPAWN);
    }
}
