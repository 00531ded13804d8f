package dev.runner.supervisor.process;

import dev.runner.supervisor.ExitRecord;
import java.nio.ByteBuffer;

/** Hears what happens to one process; called on threads of the launcher. */
public interface ProcessListener {
    /** The leader has ended, and what it had written has been read. Called once. */
    void exited(ExitRecord exit);

    /** After {@link #exited} and a request to terminate or kill: nothing of the process is alive. Called once. */
    void gone();

    /**
     * All of the process is stopped, as far as a look at the process table shows.
     *
     * @param pause the number that the pause was given
     */
    void paused(int pause);

    /** It is being killed and yet something is alive: names it. */
    void stillAlive(String what);

    /** Whole lines that it wrote, already in its log; valid only during the call, which must return at once. */
    void wrote(ByteBuffer lines);

    /** Its log could not be written. Told once for each time that writing begins to fail. */
    void logFailed(String why);
}
