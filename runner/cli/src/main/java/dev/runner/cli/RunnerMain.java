package dev.runner.cli;

import dev.runner.manager.ClassPreloader;
import dev.runner.manager.Manager;
import dev.runner.supervisor.process.LibC;
import java.util.Arrays;

/** The main class of the command line: {@code bin/runner} starts it. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        preloadClasses(args);
        int exitCode = new CommandRunner(invocation()).run(args);
        if (Manager.wasRun()) {
            // Its threads sit in native calls, for which the JVM would wait 300 ms in vain; all there is to end has
            // ended.
            LibC.exitNow(exitCode);
        }
        System.exit(exitCode);
    }

    private static void preloadClasses(String... args) {
        if (args.length == 0 || args[0].startsWith("-")) {
            return; // help or the version
        }
        if (!args[0].equals("up")) {
            ClassPreloader.forClientCommands();
        } else if (!Arrays.asList(args).contains("--detach")) {
            ClassPreloader.forManager();
        }
    }

    static Invocation invocation() {
        return Invocation.ofThisProcess();
    }
}
