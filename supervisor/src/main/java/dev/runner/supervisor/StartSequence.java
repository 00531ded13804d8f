package dev.runner.supervisor;

import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.LaunchRequest;
import dev.runner.supervisor.process.MemberProcess;
import dev.runner.supervisor.process.ProcessLauncher;
import dev.runner.supervisor.process.ProcessListener;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One start of a member: its preparation, its steps, one after the other, and then the member itself. What touches the
 * member's files happens on threads that may block, all else on the supervisor's; each end of it, good or bad, is an
 * input of this incarnation. A start that somebody has ended meanwhile is dropped.
 */
final class StartSequence {
    private final SupervisorLoop loop;
    private final ProcessLauncher launcher;
    private final SupervisedMember entry;
    private final MemberSpec spec;
    private final int incarnation;

    StartSequence(SupervisorLoop loop, ProcessLauncher launcher, SupervisedMember entry) {
        this.loop = loop;
        this.launcher = launcher;
        this.entry = entry;
        this.spec = entry.spec;
        this.incarnation = entry.view().incarnation();
    }

    void begin() {
        entry.startsAnew();
        if (spec.preparation().isBrief() && entry.fileWork.isDone()) {
            goOn(prepared());
        } else {
            loop.workOnFiles(entry, () -> {
                Runnable next = prepared();
                loop.execute(() -> goOn(next));
            });
        }
    }

    /** Prepares the start; what is returned goes on with it. */
    private Runnable prepared() {
        try {
            StartCommands start = spec.preparation().prepare();
            return () -> proceed(start, 0);
        } catch (IOException e) {
            return () -> loop.handle(entry, startFailed(FileFailure.describe(e)));
        } catch (RuntimeException | Error e) {
            return () -> loop.handle(entry, startFailed(describe(e)));
        }
    }

    /** Not where somebody has ended this start meanwhile. */
    private void goOn(Runnable next) {
        if (entry.isStarting(incarnation)) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                loop.handle(entry, startFailed(describe(e)));
            }
        }
    }

    /** Launches the step of this number, or after the last one the member itself. */
    private void proceed(StartCommands start, int number) {
        if (number == start.steps().size()) {
            ProcessEventForwarder reports = new ProcessEventForwarder(loop, entry.id(), incarnation);
            loop.handle(entry, launched(start.command(), start.environment(), spec.stdinOpen(), reports));
            return;
        }
        StartCommands.Step step = start.steps().get(number);
        loop.tell(entry, MemberEvent.Kind.PREPARING, new Cause.Preparation(step.description()), Duration.ZERO);
        StepReports reports = new StepReports(step, () -> proceed(start, number + 1));
        StateMachineInput input = launched(step.command(), Map.of(), false, reports);
        if (input.type() == StateMachineInput.Type.SPAWN_FAILED) {
            String reason = Objects.requireNonNull(input.failure()).describe();
            loop.handle(entry, startFailed(step.description() + ": " + reason));
        }
    }

    private StateMachineInput launched(
            List<String> command, Map<String, String> environment, boolean stdinOpen, ProcessListener reports) {
        entry.process = null;
        try {
            String cookie = loop.cookie(entry.id(), incarnation);
            MemberProcess process = launcher.launch(
                    new LaunchRequest(spec, command, environment, stdinOpen, incarnation, cookie), reports);
            loop.runs(entry, process);
            return StateMachineInput.spawned(incarnation, process.pid());
        } catch (LaunchException e) {
            return startFailed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Whatever it was: the member must not stay in a state that nothing ends.
            return startFailed(describe(e));
        }
    }

    private static String describe(Throwable e) {
        return "the attempt to start it failed: "
                + (e instanceof UncheckedIOException file ? FileFailure.describe(file) : e);
    }

    private StateMachineInput startFailed(String reason) {
        return StateMachineInput.spawnFailed(incarnation, new Cause.StartFailed(reason));
    }

    /**
     * What a step reports. While nobody has asked the member to stop, a good end leads on to the next step, once
     * nothing of this one is alive; in all other cases its end is the member's.
     */
    private final class StepReports extends ProcessEventForwarder {
        private final StartCommands.Step step;
        private final Runnable next;
        private boolean succeeded;

        StepReports(StartCommands.Step step, Runnable next) {
            super(StartSequence.this.loop, entry.id(), StartSequence.this.incarnation);
            this.step = step;
            this.next = next;
        }

        @Override
        public void exited(ExitRecord exit) {
            loop.execute(() -> ended(exit));
        }

        private void ended(ExitRecord exit) {
            if (!entry.isStarting(incarnation)) {
                loop.handle(entry, StateMachineInput.exited(incarnation, exit));
            } else if (exit.status().isCode(0)) {
                loop.workOnFiles(entry, () -> {
                    String failure = note();
                    loop.execute(() -> noted(exit, failure));
                });
            } else {
                fail(exit, "ended with " + exit.status().describe());
            }
        }

        /** Why it cannot be noted as done; empty where it is. */
        private String note() {
            try {
                step.done().run();
                return "";
            } catch (RuntimeException e) {
                return "cannot be noted as done: " + FileFailure.describe(e);
            }
        }

        private void noted(ExitRecord exit, String failure) {
            if (!entry.isStarting(incarnation)) {
                loop.handle(entry, StateMachineInput.exited(incarnation, exit));
            } else if (failure.isEmpty()) {
                succeeded = true;
                sweep();
            } else {
                fail(exit, failure);
            }
        }

        private void fail(ExitRecord exit, String how) {
            Cause.StepFailed failure = new Cause.StepFailed(step.description(), how);
            loop.handle(entry, StateMachineInput.stepFailed(incarnation, exit, failure));
        }

        private void sweep() {
            MemberProcess process = entry.process;
            if (process != null) {
                process.kill();
            }
        }

        @Override
        public void gone() {
            loop.execute(() -> {
                if (succeeded && entry.isStarting(incarnation)) {
                    next.run();
                } else {
                    loop.handle(entry, StateMachineInput.of(StateMachineInput.Type.GONE, incarnation));
                }
            });
        }

        /** Under no start: what a step writes says nothing of the member's readiness. */
        @Override
        public void wrote(ByteBuffer lines) {
            loop.audience().tellOutput(id, 0, lines);
        }
    }
}
