package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Argument files of java, as the launcher of the JDK that runs this reads them. */
@Tag("R8")
class JavaArgumentFilesTest {
    @TempDir
    Path directory;

    private static List<String> expand(Map<String, String> files, String... words) throws IOException {
        return JavaArgumentFiles.expand(List.of(words), path -> {
            String text = files.get(path);
            if (text == null) {
                throw new IOException("no " + path);
            }
            return text;
        });
    }

    @Test
    void putsTheWordsOfAFileInItsPlace() throws IOException {
        Map<String, String> files = Map.of("x.options", "-Xmx64m\n  -Dname='a b'\n", "cp", "-cp /a.jar");

        assertThat(expand(files, "java", "@x.options", "@cp", "Main", "@x.options"))
                .containsExactly("java", "-Xmx64m", "-Dname=a b", "-cp", "/a.jar", "Main", "@x.options");
    }

    @Test
    void aFileNamesNoOther() throws IOException {
        assertThat(expand(Map.of("a", "-Xmx1m @b"), "java", "@a", "@b")).containsExactly("java", "-Xmx1m", "@b", "@b");
    }

    @Test
    void stopsWhereTheProgramsOwnWordsBegin() throws IOException {
        Map<String, String> files = Map.of("a", "-Xmx1m");

        assertThat(expand(files, "java", "-jar", "x.jar", "@a")).contains("@a");
        assertThat(expand(files, "java", "--disable-@files", "@a")).contains("@a");
        assertThat(expand(files, "java", "-cp", "dir", "@a", "Main")).doesNotContain("@a");
        assertThat(expand(files, "java", "--add-opens", "a/b=c", "@a", "Main")).doesNotContain("@a");
        assertThat(expand(files, "java", "@@a")).containsExactly("java", "@a");
        assertThatThrownBy(() -> expand(files, "java", "@gone"))
                .isInstanceOf(IOException.class)
                .hasMessage("no gone");
    }

    /** What the launcher itself makes of the same file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b\tc\nd\r\ne",
                "",
                "# nothing\n",
                "a # b\nc",
                "'a b' \"c d\"",
                "a' 'b\" \"c",
                "'a\"b' \"c'd\"",
                "\"a\\\\b\\tc\\\"d\"",
                "C:\\a\\b",
                "\"a \\\n    b\"",
                "\"# no comment\"",
                "'' x",
                "-Dx=\"a b\"c",
                "\"open at the end",
                "a\\",
            })
    void readsAFileAsTheLauncherDoes(String content) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("file"), content);
        Path main = Files.writeString(
                directory.resolve("Echo.java"),
                "class Echo { public static void main(String[] a) { for (String each : a)"
                        + " System.out.println('[' + each + ']'); } }");
        // The program's words come from the file too, so that it does not matter what they mean to java.
        Path all = Files.writeString(directory.resolve("all"), main + "\n" + content);
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:TieredStopAtLevel=1",
                        "@" + all)
                .redirectErrorStream(true)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(printed).isZero();

        List<String> expected = new ArrayList<>();
        JavaArgumentFiles.parse(Files.readString(file)).forEach(word -> expected.add("[" + word + "]"));
        assertThat(printed.lines().toList())
                .isEqualTo(String.join("\n", expected).lines().toList());
    }
}
