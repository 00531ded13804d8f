package dev.runner.command;

/** The main class of the command line: {@code bin/runner} starts it. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        System.exit(new CommandRunner(Invocation.ofThisProcess()).run(args));
    }
}
