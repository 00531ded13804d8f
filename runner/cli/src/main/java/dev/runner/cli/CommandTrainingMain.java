package dev.runner.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs in one JVM the commands that people use most, against a cluster that is managed in the same JVM, so that the JVM
 * can note the classes of all of them for one start archive.
 */
final class CommandTrainingMain {
    /** Where it takes longer it hangs, or the machine has no time for it. */
    private static final int SECONDS = 240;

    /** What other terminals do while the cluster runs. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("wait", "--timeout", "200s"),
            List.of("ps"),
            List.of("ps", "--json"),
            List.of("logs"),
            List.of("restart", "worker-0"),
            List.of("up", "--dry-run"),
            List.of("up", "--help"));

    private final Invocation invocation;

    private CommandTrainingMain(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Trains, and ends the JVM: with 0 where all of it went well.
     *
     * @param args an empty directory, where the cluster is
     */
    public static void main(String[] args) throws InterruptedException {
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        boolean trained = false;
        try {
            trained = new CommandTrainingMain(RunnerMain.invocation().in(Path.of(args[0]))).train();
        } catch (ExecutionException e) {
            System.err.println("the training failed: " + e.getCause());
        }
        System.exit(trained ? 0 : 1);
    }

    private boolean train() throws InterruptedException, ExecutionException {
        CompletableFuture<Integer> up = begin(List.of("up", "--hosts", "1"));
        boolean trained = run(List.of("--version")) == 0;
        for (List<String> words : COMMANDS) {
            trained &= run(words) == 0;
        }
        // It waits for the end of the manager's process, which is this one.
        var unused = begin(List.of("down"));
        return up.get() == 0 && trained;
    }

    private CompletableFuture<Integer> begin(List<String> words) {
        return CompletableFuture.supplyAsync(() -> run(words), task -> new Thread(task, words.get(0)).start());
    }

    private int run(List<String> words) {
        return new CommandRunner(invocation).run(words.toArray(String[]::new));
    }
}
