package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
}
