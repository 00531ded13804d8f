package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedHook;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.process.SideCommand;
import dev.runner.util.DurationFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a command in a member's place, beside the member, to its end or to the end of its time. */
final class HookRunner {
    /** More of its output is dropped: what fails says why at the end. */
    private static final int MOST_OUTPUT = 64 * 1024;

    private static final int LAST_LINES = 10;

    private HookRunner() {}

    /**
     * How it ended.
     *
     * @param exitCode -1 where its time was over
     * @param output what it wrote, to stdout and stderr; the last 64 KiB
     */
    record Result(int exitCode, String output, Duration took) {
        boolean ok() {
            return exitCode == 0;
        }

        /** For people, several lines: how it failed, and its last output. */
        String describe() {
            String how = exitCode < 0 ? "was killed, because its time was over," : "ended with exit code " + exitCode;
            StringBuilder text = new StringBuilder(how + " after " + DurationFormat.describe(took));
            List<String> lines = output.lines().toList();
            if (!lines.isEmpty()) {
                text.append("\n  last output:");
                lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                        .forEach(line -> text.append("\n    ").append(line));
            }
            return text.toString();
        }
    }

    /**
     * Runs it, on a thread of its own.
     *
     * @param environment besides the member's
     * @return fails with an UncheckedIOException where it cannot be run
     */
    static CompletableFuture<Result> run(PlannedHook hook, PlannedMember member, Map<String, String> environment) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(runNow(hook, member, environment));
                    } catch (IOException e) {
                        result.completeExceptionally(new UncheckedIOException(e));
                    } catch (InterruptedException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                "hook-" + member.name());
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static Result runNow(PlannedHook hook, PlannedMember member, Map<String, String> environment)
            throws IOException, InterruptedException {
        MemberTemporaryDirectory.make(member); // none has been started yet where one is asked whether it begins
        long begun = System.nanoTime();
        Map<String, String> all = member.environment();
        all.putAll(environment);
        Process process = SideCommand.start(
                SideCommand.builder(hook.command(), all, member.directory().toFile())
                        .redirectErrorStream(true));
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> last(process.getInputStream()));
        boolean ended = process.waitFor(hook.timeout().toNanos(), TimeUnit.NANOSECONDS);
        if (!ended) {
            SideCommand.kill(process);
        }
        int code = process.waitFor();
        // What it left running may hold the pipe: then what has come is enough.
        String text = output.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
        return new Result(ended ? code : -1, text, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static String last(InputStream in) {
        byte[] kept = new byte[0];
        try (in) {
            byte[] block = new byte[8192];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                int drop = Math.max(0, kept.length + read - MOST_OUTPUT);
                byte[] more = new byte[kept.length - Math.min(kept.length, drop) + read];
                int old = more.length - read;
                System.arraycopy(kept, kept.length - old, more, 0, old);
                System.arraycopy(block, 0, more, old, read);
                kept = more;
            }
        } catch (IOException e) {
            // It was killed in the middle of its output: what has come is all.
            return new String(kept, StandardCharsets.UTF_8);
        }
        return new String(kept, StandardCharsets.UTF_8);
    }
}
