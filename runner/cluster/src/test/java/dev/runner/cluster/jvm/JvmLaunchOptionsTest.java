package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmLaunchOptionsTest {
    private static final JvmLaunchOptions JVM = JvmLaunchOptions.plain(Path.of("/java"));

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void aMembersOwnCollectorTakesThePlaceOfOurs(String variable) {
        assertThat(JVM.words(Map.of(variable, "-Da=b -XX:+UseZGC"), List.of("{{jvm}}")))
                .contains("/java", "-XX:-UsePerfData")
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void soDoesOneInItsCommand() {
        assertThat(JVM.words(Map.of(), List.of("{{jvm}}", "-XX:+UseParallelGC", "Main")))
                .doesNotContain("-XX:+UseSerialGC");
        assertThat(JVM.words(Map.of("JAVA_TOOL_OPTIONS", "-Da=b"), List.of("{{jvm}}", "Main")))
                .contains("-XX:+UseSerialGC");
    }
}
