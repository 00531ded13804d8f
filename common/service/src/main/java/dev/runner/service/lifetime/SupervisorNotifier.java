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
 * Tells the supervisor, by one line in the pipe that it named in {@code MULTIHOST_NOTICES}, what it cannot see from
 * outside. Without a supervisor nothing is told.
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

    /** This process, and no left-over of an earlier one, serves. */
    public void ready() {
        tell("ready");
    }

    /** All is handed over: it may be killed at once, instead of waiting for the JVM's slow end. */
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
            LoggerFactory.getLogger("notices").warn("the supervisor could not be told \"{}\": {}", what, e.toString());
        }
    }

    /** A pipe opened for reading too never blocks, even when the supervisor that should read it is dead. */
    private static Set<OpenOption> options(Path pipe) {
        return Files.isRegularFile(pipe) ? Set.of(WRITE, APPEND) : Set.of(READ, WRITE);
    }
}
