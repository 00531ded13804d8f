package dev.runner.command;

/** The main class of the command line. */
final class RunnerMain {
    private RunnerMain() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
