package dev.runner.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A running command. Both of its pipes are read to their ends, so {@link #finish} also proves that none of its
 * descendants holds one of them.
 */
final class RunningCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String command;
    private final Process process;
    private final long begun = System.nanoTime();
    private final Captured out;
    private final Captured err;

    RunningCommand(String command, Process process) {
        this.command = command;
        this.process = process;
        this.out = new Captured(process.getInputStream());
        this.err = new Captured(process.getErrorStream());
    }

    /** Reads one pipe to its end. */
    private static final class Captured extends Thread {
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Captured(InputStream in) {
            super("capture");
            this.in = in;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                append("\n[the pipe could not be read: " + e + "]\n");
            }
        }

        private synchronized void append(String more) {
            text.append(more);
        }

        synchronized String text() {
            return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    RunningCommand awaitOut(String regex) {
        return awaitText("stdout", regex, out);
    }

    RunningCommand awaitErr(String regex) {
        return awaitText("stderr", regex, err);
    }

    private RunningCommand awaitText(String stream, String regex, Captured captured) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        try {
            await().atMost(PATIENCE).until(() -> {
                boolean ended = !captured.isAlive();
                if (pattern.matcher(captured.text()).find()) {
                    return true;
                }
                if (ended) {
                    throw new AssertionError(stream + " ended without /" + regex + "/ in " + soFar());
                }
                return false;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no /" + regex + "/ on " + stream + " of " + soFar(), e);
        }
        return this;
    }

    /** Sends a signal to this process alone. */
    void signal(String name) {
        ProcInspector.signal(name, process.pid());
    }

    /** Waits for the end of the process and of both its pipes. */
    CompletedCommand finish() throws InterruptedException {
        return finish(PATIENCE);
    }

    CompletedCommand finish(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("still running after " + patience.toSeconds() + " s: " + soFar());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        for (Captured pipe : new Captured[] {out, err}) {
            pipe.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (pipe.isAlive()) {
                throw new AssertionError("it has ended, but somebody holds its output open: " + soFar());
            }
        }
        return new CompletedCommand(command, process.exitValue(), out.text(), err.text(), took);
    }

    String soFar() {
        return "`" + command + "` (pid " + process.pid()
                + (isAlive() ? ", alive" : ", ended with " + process.exitValue()) + ")\n--- stdout\n" + out.text()
                + "--- stderr\n" + err.text() + "---";
    }
}
