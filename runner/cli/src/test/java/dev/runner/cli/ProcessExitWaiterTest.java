package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.manager.api.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessExitWaiterTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Process> started = new ArrayList<>();
    private final Map<String, ProcessIdentity> processes = new LinkedHashMap<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String name) throws IOException {
        Process process = new ProcessBuilder("sleep", "300").start();
        started.add(process);
        processes.put(name, ProcessIdentity.of(process.toHandle()));
        return process;
    }

    @Test
    void saysForWhichMemberItWaitsAndSaysItAgainWhenThatHasChanged() throws Exception {
        Process first = start("a-0");
        Process second = start("b-0");
        Process manager = start(ProcessExitWaiter.MANAGER);
        List<String> said = new ArrayList<>();

        ProcessExitWaiter.forEndOf(processes, LONG, text -> {
            said.add(text);
            if (said.size() == 1) {
                first.destroyForcibly();
            } else {
                second.destroyForcibly();
                manager.destroyForcibly();
            }
        });

        assertThat(said)
                .containsExactly(
                        "waiting for the end of a-0 (pid " + first.pid() + "), b-0 (pid " + second.pid() + ")",
                        "waiting for the end of b-0 (pid " + second.pid() + ")");
    }

    @Test
    void namesTheManagerWhereOnlyThatIsLeft() throws Exception {
        Process manager = start(ProcessExitWaiter.MANAGER);
        List<String> said = new ArrayList<>();

        ProcessExitWaiter.forEndOf(processes, LONG, text -> {
            said.add(text);
            manager.destroyForcibly();
        });

        assertThat(said).containsExactly("waiting for the end of the manager (pid " + manager.pid() + ")");
    }

    @Test
    void saysNothingWhereAllHasEnded() throws Exception {
        start("a-0").destroyForcibly().waitFor();
        List<String> said = new ArrayList<>();

        ProcessExitWaiter.forEndOf(processes, LONG, said::add);

        assertThat(said).isEmpty();
    }

    @Test
    void namesWhatIsLeftWhenTheTimeIsOver() throws Exception {
        Process process = start("a-0");

        assertThatThrownBy(() -> ProcessExitWaiter.forEndOf(processes, Duration.ofMillis(1), text -> {}))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("a-0 (pid " + process.pid() + ")");
    }
}
