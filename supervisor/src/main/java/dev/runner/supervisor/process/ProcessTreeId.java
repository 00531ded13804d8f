package dev.runner.supervisor.process;

/**
 * How the processes of one start of a member are recognised.
 *
 * @param leader pid, process group and session of its first process; 0 where that is not known
 * @param cookie what they carry in their environment
 */
record ProcessTreeId(long leader, String cookie) {

    boolean carries(String other) {
        return other.equals(cookie);
    }
}
