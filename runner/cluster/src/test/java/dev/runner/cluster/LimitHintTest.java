package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitHintTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh: 0: Cannot fork",
                "bash: fork: retry: Resource temporarily unavailable",
                "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory",
                "RuntimeError: can't start new thread"
            })
    void namesTheLimitOfProcesses(String line) {
        assertThat(LimitHint.of(List.of("begins", line, "ends")))
                .contains("processes or threads")
                .contains("ulimit -u");
    }

    @Test
    void namesTheLimitOfFiles() {
        assertThat(LimitHint.of(List.of("accept: Too many open files"))).contains("ulimit -n");
    }

    @Test
    void saysNothingOfOthers() {
        assertThat(LimitHint.of(List.of("java.lang.OutOfMemoryError: Java heap space", "bye")))
                .isNull();
        assertThat(LimitHint.of(List.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "member: 1: exec: %s: not found",
                "sh: 1: %s: Permission denied",
                "%s: Exec format error",
                "env: '%s': No such file or directory",
                "env: \u2018%s\u2019: Exec format error",
                "bash: line 1: %s: cannot execute: required file not found"
            })
    void namesWhatIsWrongWithAProgramThatWasRefused(String line, @TempDir Path directory) throws Exception {
        Path script = Files.writeString(directory.resolve("run"), "#!/opt/none/perl\n");
        assertThat(LimitHint.of(List.of("begins", line.formatted(script))))
                .startsWith("it runs " + script + ", whose first line names the interpreter /opt/none/perl, which");
        assertThat(LimitHint.of(List.of(line.formatted("/bin/sh"), line.formatted("none"))))
                .isNull();
    }
}
