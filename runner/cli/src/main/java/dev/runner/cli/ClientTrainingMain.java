package dev.runner.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs in one JVM the commands that ask a manager, so that the JVM can note their classes for a start archive. The
 * manager runs in another process: an AOT cache is loaded as a whole, and a short command would wait for its classes.
 */
final class ClientTrainingMain {
    private static final int SECONDS = 240;

    private static final List<List<String>> COMMANDS = List.of(
            List.of("--version"),
            List.of("wait", "--timeout", "200s"),
            List.of("ps"),
            List.of("ps", "--json"),
            List.of("logs"),
            List.of("restart", "worker-0"),
            List.of("exec", "worker-0", "--", "true"),
            List.of("down"));

    private ClientTrainingMain() {}

    /**
     * Trains, and ends the JVM: with 0 where all of it went well.
     *
     * @param args the command line of the runner, and then an empty directory, where the cluster is
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[args.length - 1]);
        List<String> manager = new ArrayList<>(List.of(args).subList(0, args.length - 1));
        manager.addAll(List.of("up", "--hosts", "1"));
        Process up = new ProcessBuilder(manager)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(() -> {
            up.destroyForcibly(); // its guardian stops the members
            Runtime.getRuntime().halt(1);
        });
        CommandRunner runner = new CommandRunner(RunnerMain.invocation().in(directory));
        boolean trained = true;
        for (List<String> words : COMMANDS) {
            trained &= runner.run(words.toArray(String[]::new)) == 0;
        }
        if (!trained) {
            up.destroy();
        }
        System.exit(up.waitFor() == 0 && trained ? 0 : 1);
    }
}
