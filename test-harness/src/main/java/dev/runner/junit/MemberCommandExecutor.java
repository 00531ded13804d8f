package dev.runner.junit;

import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.UserAccount;
import dev.runner.supervisor.process.SideCommand;
import dev.runner.util.DurationFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** Runs commands as a member would. They end with the test's JVM and are not part of the member. */
final class MemberCommandExecutor {
    private final ProcessCluster cluster;
    private final PlannedMember member;

    MemberCommandExecutor(ProcessCluster cluster, PlannedMember member) {
        this.cluster = cluster;
        this.member = member;
    }

    CommandResult run(Duration atMost, String... command) {
        return PoolWorker.call(() -> runHere(atMost, command));
    }

    private CommandResult runHere(Duration atMost, String... command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("a command is missing");
        }
        try {
            Process process = start(command);
            try {
                return finish(process, atMost, command);
            } finally {
                SideCommand.kill(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + " cannot be run as " + member.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran as " + member.name(), e);
        }
    }

    private Process start(String... command) throws IOException {
        UserAccount account = member.start().account();
        List<String> words = new ArrayList<>(account == null ? List.of() : account.running(List.of()));
        // The shell searches the member's PATH; ProcessBuilder would search that of this JVM.
        words.addAll(List.of("/bin/sh", "-c", "exec \"$@\"", "exec"));
        words.addAll(List.of(command));
        Map<String, String> environment = new HashMap<>(member.environment());
        environment.putAll(cluster.guardedEnvironment());
        return SideCommand.start(
                SideCommand.builder(words, environment, member.directory().toFile()));
    }

    private CommandResult finish(Process process, Duration atMost, String... command)
            throws IOException, InterruptedException {
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return new CommandResult(process.exitValue(), out.join(), err.join());
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By its handle: Process.destroyForcibly would also close the pipes, and lose the output.
        process.toHandle().destroyForcibly();
        throw new ConditionTimeoutException(String.join(" ", command) + " as " + member.name() + " had not ended after "
                + DurationFormat.describe(atMost) + "; its output:\n"
                + TextFormatting.indented(out.join() + err.join()));
    }

    private static CompletableFuture<String> read(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("the output of a command cannot be read", e);
            }
        });
    }
}
