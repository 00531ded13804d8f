package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellQuoterTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "@/a/b.header", "with space", "it's", "'", "$HOME", "a\\b", "\"", "*", "", "ä ö"})
    void aShellReadsTheSameWord(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellQuoter.quote(word)).start();

        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(read).isEqualTo(word);
    }
}
