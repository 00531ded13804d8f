package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
    private static ParsedJavaCommand read(String words) {
        return ParsedJavaCommand.of(List.of(words.split(" ", -1)));
    }

    @Test
    void findsTheClassPath() {
        for (String words : List.of(
                "java -cp /a.jar:/b.jar -Xmx64m Main -cp /other.jar",
                "java -Xmx64m -classpath /a.jar:/b.jar Main",
                "java -Xmx64m --class-path /a.jar:/b.jar Main",
                "java -Xmx64m --class-path=/a.jar:/b.jar Main -jar /c.jar",
                "java -cp /other.jar -Xmx64m -cp /a.jar:/b.jar Main",
                "java -cp /other.jar -Xmx64m -jar /a.jar:/b.jar Main")) {
            assertThat(read(words)).as(words).isEqualTo(new ParsedJavaCommand(List.of("-Xmx64m"), "/a.jar:/b.jar"));
        }
    }

    @Test
    void knowsOptionsOfTwoWords() {
        assertThat(read("java --add-opens java.base/java.lang=ALL-UNNAMED -cp /a.jar Main")
                        .classPath())
                .isEqualTo("/a.jar");
    }

    @Test
    void saysWhatIsMissing() {
        for (String words : List.of("java Main -cp /a.jar", "java -p /mods -m app/Main", "java", "java @file")) {
            assertThatThrownBy(() -> read(words))
                    .as(words)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("has neither -cp nor -jar among its options");
        }
    }

    @Test
    void onlyWhatAnArchiveDependsOnDecides() {
        assertThat(read("java -Xmx64m -Dname=a-0 -XX:+UseZGC -XX:-UseCompressedOops -XX:ObjectAlignmentInBytes=16"
                                + " -XX:HeapDumpPath=/a-0 -Xlog:gc:file=/a-0/gc -cp /a.jar Main -XX:+UseG1GC")
                        .decisive())
                .containsExactly("-XX:+UseZGC", "-XX:-UseCompressedOops", "-XX:ObjectAlignmentInBytes=16");
    }

    @Test
    void seesAnArchiveOfSomebodysOwn() {
        for (String option : List.of("-XX:SharedArchiveFile=/a", "-Xshare:off", "-XX:AOTCache=/a", "-XX:AOTMode=off")) {
            assertThat(read("java " + option + " -cp /a.jar Main").hasArchive())
                    .as(option)
                    .isTrue();
        }
        assertThat(read("java -Xmx64m -cp /a.jar Main -Xshare:off").hasArchive())
                .isFalse();
    }
}
