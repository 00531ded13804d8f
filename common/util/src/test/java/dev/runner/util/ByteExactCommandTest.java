package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteExactCommandTest {
    private static final String ODD = SurrogateEscape.decode(new byte[] {'a', (byte) 0xFF, (byte) 0xC3, '\n', '\n'});

    @Test
    void plainCommandsStayAsTheyAre() {
        List<String> command = List.of("/bin/echo", "%s'\"\\");
        Map<String, String> environment = Map.of("A", "b", "node.name", "x");

        assertThat(ByteExactCommand.of(command, environment, false))
                .isEqualTo(new ByteExactCommand(command, environment));
        assertThat(ByteExactCommand.of(List.of("größe"), Map.of(), true).command())
                .containsExactly("größe");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyByteReachesTheProgram(boolean utf8) throws Exception {
        Map<String, String> environment = Map.of("WORD", ODD, "node.größe", "ключ" + ODD, "PATH", "/usr/bin:/bin");
        List<String> command = List.of("/bin/sh", "-c", "printf '%s|' \"$@\" \"$WORD\"; env -0", "sh", "-é", "", ODD);

        ByteExactCommand exact = ByteExactCommand.of(command, environment, utf8);

        assertThat(exact.command()).allMatch(word -> word.chars().allMatch(c -> c < 0x80));
        ProcessBuilder builder = new ProcessBuilder(exact.command());
        builder.environment().clear();
        builder.environment().putAll(exact.environment());
        Process process = builder.start();
        String output = SurrogateEscape.decode(process.getInputStream().readAllBytes());
        assertThat(output).startsWith("-é||" + ODD + "|" + ODD + "|").contains("WORD=" + ODD + "\0");
        assertThat(output).doesNotContain("MULTIHOST_WORD_");
    }

    @Test
    void namesThatAShellDropsAreSetToo() throws Exception {
        ByteExactCommand exact = ByteExactCommand.of(
                List.of("/usr/bin/env"), Map.of("node.größe", "ключ" + ODD, "PATH", "/usr/bin:/bin"), false);

        ProcessBuilder builder = new ProcessBuilder(exact.command());
        builder.environment().clear();
        builder.environment().putAll(exact.environment());
        Process process = builder.start();

        assertThat(SurrogateEscape.decode(process.getInputStream().readAllBytes()))
                .contains("node.größe=ключ" + ODD + "\n");
    }
}
