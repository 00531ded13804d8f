package dev.runner.supervisor;

import java.nio.ByteBuffer;

/**
 * Hears what members write, after it was written to the log: for a probe that waits for a line, and to wake whoever
 * follows the logs. Called on the thread that reads the output of all members, so it must return at once.
 */
@FunctionalInterface
public interface OutputListener {
    /**
     * Some lines of one member.
     *
     * @param incarnation the start that wrote it
     * @param lines whole lines, one or many; valid only during the call
     */
    void onOutput(MemberId id, int incarnation, ByteBuffer lines);
}
