package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds sources, scripts and documents within 120 columns, comments and prose too. The exceptions are what cannot be
 * broken without a loss:
 *
 * <ul>
 *   <li>Markdown: rows of a table, fenced blocks (output as it is printed), and a line that has no blank to be broken
 *       at (a URL).
 *   <li>Java: string literals and text blocks in tests (data), and a component of a record whose annotation has its
 *       description (the formatter joins what was broken).
 * </ul>
 */
class LineLengthTest {
    private static final int COLUMNS = 120;
    private static final String TEXT_BLOCK = "\"\"\"";
    private static final Pattern SCRIPT =
            Pattern.compile("(bin|benchmarks|\\.ci)/[^/]+|.*\\.sh|.*\\.g4|(?!.*/target/).*\\.ya?ml");

    @Test
    void javaSourcesAre() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : RepositoryFiles.find(each -> each.toString().endsWith(".java"))) {
            boolean isTest = file.toString().contains("/src/test/");
            boolean isInTextBlock = false;
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                boolean isText = isTest && (isInTextBlock || line.contains("\""));
                if (line.split(TEXT_BLOCK, -1).length % 2 == 0) {
                    isInTextBlock = !isInTextBlock;
                }
                if (line.length() > COLUMNS && !isText && !line.contains("@JsonPropertyDescription(")) {
                    tooLong.add(place(file, number));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void scriptsAndGrammarsAre() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file :
                RepositoryFiles.find(each -> SCRIPT.matcher(each.toString()).matches()
                        && !each.toString().endsWith(".java")
                        && !each.toString().endsWith(".xml"))) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.length() > COLUMNS) {
                    tooLong.add(place(file, number));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void documentsAre() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : RepositoryFiles.find(each -> each.toString().endsWith(".md"))) {
            boolean isFenced = false;
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.strip();
                if (text.startsWith("```")) {
                    isFenced = !isFenced;
                }
                boolean isExcepted = isFenced
                        || text.startsWith("|")
                        || text.replaceFirst("^[-*] ", "").indexOf(' ') < 0;
                if (line.length() > COLUMNS && !isExcepted) {
                    tooLong.add(place(file, number));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static String place(Path file, int number) {
        return RepositoryFiles.ROOT.relativize(file) + ":" + number;
    }
}
