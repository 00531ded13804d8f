package dev.runner.supervisor;

import dev.runner.supervisor.process.ProcessListener;
import java.nio.ByteBuffer;

/** What one process reports, turned into inputs of its incarnation. */
class ProcessReports implements ProcessListener {
    final SupervisorLoop loop;
    final MemberId id;
    final int incarnation;

    ProcessReports(SupervisorLoop loop, MemberId id, int incarnation) {
        this.loop = loop;
        this.id = id;
        this.incarnation = incarnation;
    }

    @Override
    public void exited(MemberExit exit) {
        loop.post(id, Input.exited(incarnation, exit));
    }

    @Override
    public void gone() {
        loop.post(id, Input.of(Input.Type.GONE, incarnation));
    }

    @Override
    public void stillAlive(String what) {
        loop.execute(() -> loop.tell(id, MemberEvent.Kind.STILL_ALIVE, what));
    }

    @Override
    public void wrote(ByteBuffer lines) {
        loop.audience().tellOutput(id, incarnation, lines);
    }

    @Override
    public void logFailed(String why) {
        loop.execute(() -> loop.tell(id, MemberEvent.Kind.LOG_FAILED, why));
    }
}
