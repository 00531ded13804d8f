package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchRefusalTest {
    private static final long STACK = 8L << 20;

    @Test
    void whatFitsIsNotTooBig() {
        assertThat(LaunchRefusal.tooBig(List.of("sleep", "1"), Map.of("A", "x".repeat(131_069)), STACK))
                .isEmpty();
    }

    @Test
    void namesWhatIsTooBig() {
        assertThat(LaunchRefusal.tooBig(List.of("echo", "x".repeat(131_072)), Map.of(), STACK))
                .isEqualTo("an argument of its command has 131072 bytes, and the system takes 131071 (E2BIG):"
                        + " put it into a file");
        assertThat(LaunchRefusal.tooBig(List.of("sleep"), Map.of("A", "x".repeat(131_070)), STACK))
                .isEqualTo("its variable A has 131072 bytes, and the system takes 131071 (E2BIG):"
                        + " put it into a file");
    }

    @Test
    void countsAllTogether() {
        Map<String, String> environment = new HashMap<>();
        for (int i = 10; i < 40; i++) {
            environment.put("V" + i, "x".repeat(100_000));
        }
        assertThat(LaunchRefusal.tooBig(List.of("sleep"), environment, STACK))
                .startsWith("its command and environment have 3000")
                .endsWith("bytes, and the system takes 2097152 (E2BIG): shorten them, or put them into files");
        assertThat(LaunchRefusal.tooBig(List.of("sleep"), environment, -1)).isEmpty();
    }
}
