package dev.runner.cli;

import dev.runner.manager.ClassPreloader;
import dev.runner.manager.Manager;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.process.LibC;
import dev.runner.supervisor.process.NativeLibraryFailure;
import dev.runner.util.InheritedArguments;

/** The main class of the command line: {@code bin/runner} starts it. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("up")) {
            ClassPreloader.forManager();
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> tell(failure));
        int exitCode = new CommandRunner(invocation()).run(InheritedArguments.exact(args));
        if (Manager.wasRun()) {
            // Its threads sit in native calls, for which the JVM would wait 300 ms in vain; all there is to end has
            // ended.
            exitNow(exitCode);
        }
        // Everything is written and there are no shutdown hooks. System.exit would first make a logger, to log itself.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Of a thread that nobody waits for. */
    private static void tell(Throwable failure) {
        Terminal terminal = invocation().terminal();
        if (failure instanceof OutOfMemoryError memory) {
            terminal.error(NativeLibraryFailure.describe(memory) + ".");
        } else {
            terminal.trace(failure);
        }
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
