package dev.runner.service.lifetime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Notifies the supervisor of what it cannot see from outside, with a line in the pipe that {@code MULTIHOST_NOTICES}
 * names. Does nothing without a supervisor.
 */
public final class SupervisorNotifier {

    private final @Nullable Path pipe;
    private final String cookie;

    private SupervisorNotifier(@Nullable Path pipe, String cookie) {
        this.pipe = pipe;
        this.cookie = cookie;
    }

    public static SupervisorNotifier of(Map<String, String> environment) {
        String pipe = environment.getOrDefault("MULTIHOST_NOTICES", "");
        String cookie = environment.getOrDefault("MULTIHOST_COOKIE", "");
        return new SupervisorNotifier(pipe.isBlank() || cookie.isBlank() ? null : Path.of(pipe), cookie);
    }

    /** Reports that this process, and not one of an earlier run, is serving. */
    public void ready() {
        tell("ready");
    }

    /** Reports that everything is handed over: the process may be killed instead of waiting for the JVM's slow exit. */
    public void done() {
        tell("done");
    }

    private void tell(String what) {
        if (pipe == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(pipe, options(pipe))) {
            channel.write(ByteBuffer.wrap((cookie + " " + what + "\n").getBytes(UTF_8)));
        } catch (IOException e) {
            LoggerFactory.getLogger("notices").warn("cannot notify the supervisor of \"{}\": {}", what, e.toString());
        }
    }

    /** Opening the pipe also for reading never blocks, even if the supervisor that should read it is dead. */
    private static Set<OpenOption> options(Path pipe) {
        return Files.isRegularFile(pipe) ? Set.of(WRITE, APPEND) : Set.of(READ, WRITE);
    }
}
