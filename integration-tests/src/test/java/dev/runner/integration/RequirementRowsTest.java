package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds docs/dev/rows.md and the tags of all tests together. */
class RequirementRowsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| ([FRVPHG]\\d+[a-z]?) \\| (\\w+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+[a-z]?)\"\\)");

    /** The status of each row. */
    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    /** Each row that a test is tagged with, and the sources of such tests. */
    private static final Map<String, Set<String>> TAGS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        Matcher row = ROW.matcher(Files.readString(RepositoryFiles.ROOT.resolve("docs/dev/rows.md")));
        while (row.find()) {
            assertThat(ROWS.put(row.group(1), row.group(2)))
                    .as("an earlier %s", row.group(1))
                    .isNull();
        }
        for (Path source : RepositoryFiles.find(file ->
                file.toString().contains("src/test/java/") && file.toString().endsWith(".java"))) {
            Matcher tag = TAG.matcher(Files.readString(source));
            while (tag.find()) {
                TAGS.computeIfAbsent(tag.group(1), id -> new TreeSet<>())
                        .add(source.getFileName().toString());
            }
        }
        assertThat(ROWS).hasSizeGreaterThan(100);
        assertThat(TAGS).hasSizeGreaterThan(80);
    }

    private static Set<String> rows(String status) {
        return ROWS.entrySet().stream()
                .filter(row -> row.getValue().equals(status))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTagIsARow() {
        assertThat(ROWS.keySet()).containsAll(TAGS.keySet());
    }

    @Test
    void everyStatusIsKnown() {
        assertThat(Set.copyOf(ROWS.values())).isSubsetOf("done", "part", "open");
    }

    @Test
    void everyRowThatIsDoneOrBegunHasATest() {
        assertThat(TAGS.keySet()).containsAll(rows("done")).containsAll(rows("part"));
    }

    @Test
    void aRowThatIsOpenHasNoTest() {
        assertThat(TAGS.keySet()).doesNotContainAnyElementsOf(rows("open"));
    }
}
