package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InheritedArgumentsTest {
    @Test
    void theLastWordsOfTheProcessAreOurs() {
        byte[] commandLine = "java\0-jar\0x.jar\0exec\0\0a\u00E9b\0".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(InheritedArguments.exact(commandLine, "exec", "", "a\uFFFDb"))
                .containsExactly("exec", "", "a\uDCE9b");
    }

    @Test
    void wordsThatJavaReadWholeStayAsTheyAre() {
        String[] words = {"größe", ""};

        assertThat(InheritedArguments.exact(words)).isSameAs(words);
    }
}
