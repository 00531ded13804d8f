package dev.runner.junit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportDirectoriesTest {
    @Test
    void namesStayReadable() {
        assertThat(ReportDirectories.fileName("größe(a, b)", UTF_8)).isEqualTo("größe_a_b_");
        assertThat(ReportDirectories.fileName("..", UTF_8)).isEqualTo("_..");
    }

    @Test
    void aLocaleWithoutALetterHasItsNumber() {
        assertThat(ReportDirectories.fileName("größe", US_ASCII)).isEqualTo("gru00f6u00dfe");
    }

    @Test
    void aFileNameHasAtMost255Bytes() {
        String name = ReportDirectories.fileName("日本語のテスト".repeat(15), UTF_8);

        assertThat(name).startsWith("日本語のテスト");
        assertThat(name.getBytes(UTF_8)).hasSizeBetween(190, 240);
        assertThat(ReportDirectories.fileName("日".repeat(300), US_ASCII)).hasSizeBetween(190, 240);
    }
}
