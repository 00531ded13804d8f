package dev.runner.supervisor;

import dev.runner.supervisor.process.ProcessListener;
import java.nio.ByteBuffer;

/** What one process reports, turned into inputs of its incarnation. */
class ProcessEventForwarder implements ProcessListener {
    final SupervisorLoop loop;
    final MemberId id;
    final int incarnation;

    ProcessEventForwarder(SupervisorLoop loop, MemberId id, int incarnation) {
        this.loop = loop;
        this.id = id;
        this.incarnation = incarnation;
    }

    @Override
    public void exited(ExitRecord exit) {
        loop.post(id, StateMachineInput.exited(incarnation, exit));
    }

    @Override
    public void gone() {
        loop.post(id, StateMachineInput.of(StateMachineInput.Type.GONE, incarnation));
    }

    @Override
    public void paused(int pause) {
        loop.post(id, StateMachineInput.pauseComplete(incarnation, pause));
    }

    @Override
    public void stillAlive(String what) {
        loop.execute(() -> loop.tell(id, MemberEvent.Kind.STILL_ALIVE, new Cause.Problem(what)));
    }

    @Override
    public void wrote(ByteBuffer lines) {
        loop.audience().tellOutput(id, incarnation, lines);
    }

    @Override
    public void logFailed(String why) {
        loop.execute(() -> loop.tell(id, MemberEvent.Kind.LOG_FAILED, new Cause.Problem(why)));
    }
}
