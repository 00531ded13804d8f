package dev.runner.supervisor;

import java.io.IOException;

/** What is done before each start of a member, also before a restart; decides what that start is made of. */
@FunctionalInterface
public interface StartPreparation {
    /**
     * Called on the supervisor's thread, so it must be brief.
     *
     * @throws IOException where the member cannot be started; its message says why
     */
    StartCommands prepare() throws IOException;
}
