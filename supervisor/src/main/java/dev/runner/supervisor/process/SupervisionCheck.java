package dev.runner.supervisor.process;

/** What the machine offers to supervision, found out in the same way in which it is used: for {@code runner doctor}. */
public final class SupervisionCheck {
    private SupervisionCheck() {}

    /**
     * By which programs members get a session of their own and their signals back.
     *
     * @throws LaunchException where this machine cannot run members; the message says what to install
     */
    public static String sessions() throws LaunchException {
        try {
            return new LaunchWrapperSelector().now().describe();
        } catch (LinkageError e) {
            // JNA does not load, which is a finding of its own; the programs can be named all the same.
            return LaunchWrapper.forThisMachine(false).describe();
        }
    }

    /** Whether members get control groups of their own. Makes one, and removes it. */
    public static boolean hasControlGroups() {
        return Cgroup.create("multihost-check-" + ProcessHandle.current().pid())
                .map(group -> {
                    group.remove();
                    return true;
                })
                .orElse(false);
    }
}
