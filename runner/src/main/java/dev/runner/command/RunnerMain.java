package dev.runner.command;

import dev.runner.manager.Manager;
import dev.runner.supervisor.process.LibC;

/** The main class of the command line: {@code bin/runner} starts it. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        int exitCode = new CommandRunner(invocation()).run(args);
        if (Manager.wasRun()) {
            // Its threads sit in native calls, for which the JVM would wait 300 ms in vain; all there is to end has
            // ended.
            LibC.exitNow(exitCode);
        }
        System.exit(exitCode);
    }

    static Invocation invocation() {
        return Invocation.ofThisProcess();
    }
}
