package dev.runner.supervisor.process;

/** Starts member processes. The real one is {@link NuProcessLauncher}; tests have a fake. */
public interface ProcessLauncher extends AutoCloseable {
    /**
     * Starts a process. When this returns the process exists and will be killed should this JVM die.
     *
     * @throws LaunchException where it cannot be started; nothing of it is left then
     */
    MemberProcess launch(LaunchRequest request, ProcessListener listener) throws LaunchException;

    /** Releases what the launcher holds. Processes that still run are killed. */
    @Override
    void close();
}
