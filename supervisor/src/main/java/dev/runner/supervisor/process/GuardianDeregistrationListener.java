package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitRecord;
import java.nio.ByteBuffer;

/** Has the guardian forget a process group before other listeners hear that it is gone. */
final class GuardianDeregistrationListener implements ProcessListener {
    private final ProcessListener next;
    private final Guardian guardian;
    private final long group;

    GuardianDeregistrationListener(ProcessListener next, Guardian guardian, long group) {
        this.next = next;
        this.guardian = guardian;
        this.group = group;
    }

    @Override
    public void exited(ExitRecord exit) {
        next.exited(exit);
    }

    @Override
    public void gone() {
        guardian.forget(group);
        next.gone();
    }

    @Override
    public void paused(int pause) {
        next.paused(pause);
    }

    @Override
    public void stillAlive(String what) {
        next.stillAlive(what);
    }

    @Override
    public void wrote(ByteBuffer lines) {
        next.wrote(lines);
    }

    @Override
    public void logFailed(String why) {
        next.logFailed(why);
    }
}
