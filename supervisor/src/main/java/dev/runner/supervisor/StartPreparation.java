package dev.runner.supervisor;

import java.io.IOException;

/** What is done before each start of a member, also before a restart; decides what that start is made of. */
@FunctionalInterface
public interface StartPreparation {
    /**
     * Called on a thread that may block, after what was done with the member's files before; on the supervisor's own
     * where it {@link #isBrief}.
     *
     * @throws IOException where the member cannot be started; its message says why
     */
    StartCommands prepare() throws IOException;

    /** Whether it touches no file. The member's are its own: a pipe in the place of one would block whoever asks. */
    default boolean isBrief() {
        return false;
    }
}
