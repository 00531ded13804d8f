package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadWatchTest {
    private final List<String> problems = new ArrayList<>();
    private final StopSignalHandler signals = new StopSignalHandler();
    private boolean room = true;
    private final ThreadWatch watch = new ThreadWatch(() -> room, signals, problems::add);

    /** The kernel tells which signals a process handles. */
    private static boolean isHandled(String signal) throws IOException {
        String handled = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigCgt:"))
                .findFirst()
                .orElseThrow();
        return new BigInteger(handled.substring("SigCgt:".length()).strip(), 16).testBit(Signals.number(signal) - 1);
    }

    @Test
    void signalsEndTheManagerAsLongAsNoThreadCanHandleThem() throws IOException {
        boolean before = isHandled("TERM");
        watch.look();
        assertThat(problems).isEmpty();

        room = false;
        watch.look();
        watch.look();
        assertThat(isHandled("TERM")).isFalse();
        assertThat(isHandled("INT")).isFalse();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith("the manager can start no thread: ")
                .contains("--pids-limit")
                .endsWith("end it at once, and its guardian kills the members");

        room = true;
        watch.look();
        assertThat(isHandled("TERM")).isEqualTo(before);
        assertThat(before).isTrue();
    }
}
