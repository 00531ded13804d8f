package dev.runner.cli;

import dev.runner.manager.ClassPreloader;
import dev.runner.manager.Manager;
import dev.runner.supervisor.process.LibC;
import dev.runner.util.InheritedArguments;

/** The main class of the command line: {@code bin/runner} starts it. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("up")) {
            ClassPreloader.forManager();
        }
        int exitCode = new CommandRunner(invocation()).run(InheritedArguments.exact(args));
        if (Manager.wasRun()) {
            // Its threads sit in native calls, for which the JVM would wait 300 ms in vain; all there is to end has
            // ended.
            exitNow(exitCode);
        }
        // Everything is written and there are no shutdown hooks. System.exit would first make a logger, to log itself.
        Runtime.getRuntime().halt(exitCode);
    }

    private static void exitNow(int exitCode) {
        try {
            LibC.exitNow(exitCode);
        } catch (LinkageError e) {
            Runtime.getRuntime().halt(exitCode); // which has been told by the CommandRunner
        }
    }

    static Invocation invocation() {
        return Invocation.ofThisProcess();
    }
}
