package dev.runner.supervisor;

/** Hears what happens to members, in order, on the supervisor's own thread: it must return quickly and never block. */
@FunctionalInterface
public interface MemberListener {
    void onEvent(MemberEvent event);
}
