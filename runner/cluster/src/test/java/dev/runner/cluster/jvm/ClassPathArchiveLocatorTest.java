package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archive belongs to which command, by a JDK that is only a file which says what it is. */
class ClassPathArchiveLocatorTest {
    @TempDir
    Path home;

    private String java = "";
    private String jar = "";

    @BeforeEach
    void install() throws IOException {
        java = jdk("one", "17.0.1+1");
        jar = Files.writeString(home.resolve("a.jar"), "jar").toString();
    }

    private String jdk(String name, String build) throws IOException {
        Path bin = Files.createDirectories(home.resolve(name).resolve("bin"));
        Files.writeString(
                home.resolve(name).resolve("release"),
                "JAVA_RUNTIME_VERSION=\"" + build + "\"\nJAVA_VERSION=\"" + build.replaceFirst("\\+.*", "") + "\"\n");
        return Files.createFile(bin.resolve("java")).toString();
    }

    private ClassPathArchive archive(String... words) throws IOException {
        return archive(Map.of(), words);
    }

    private ClassPathArchive archive(Map<String, String> environment, String... words) throws IOException {
        Map<String, String> cached =
                Map.of("MULTIHOST_CACHE_HOME", home.resolve("cache").toString());
        return new ClassPathArchiveLocator(environment.isEmpty() ? cached : environment).of(List.of(words), path -> "");
    }

    private Path file(String... words) throws IOException {
        return archive(words).archive().file();
    }

    @Test
    void membersOfOneClassPathShareOne() throws IOException {
        assertThat(file(java, "-Xmx64m", "-Dname=a-0", "-cp", jar, "Main", "a-0"))
                .startsWithRaw(home.resolve("cache/archives"))
                .isEqualTo(file(java, "-Xmx65m", "-Dname=a-1", "-cp", jar, "Main", "a-1"))
                .isEqualTo(file(java, "-jar", jar));
    }

    @Test
    void whateverTheJvmComparesMakesAnother() throws IOException {
        Path usual = file(java, "-cp", jar, "Main");
        String other = Files.writeString(home.resolve("b.jar"), "jar").toString();

        assertThat(file(jdk("two", "17.0.1+2"), "-cp", jar, "Main")).isNotEqualTo(usual);
        assertThat(file(java, "-XX:+UseZGC", "-cp", jar, "Main")).isNotEqualTo(usual);
        assertThat(file(java, "-cp", jar + ":" + other, "Main")).isNotEqualTo(usual);
        assertThat(file(java, "-cp", other + ":" + jar, "Main"))
                .isNotEqualTo(file(java, "-cp", jar + ":" + other, "Main"));

        Files.setLastModifiedTime(Path.of(jar), FileTime.from(Instant.now().minusSeconds(60)));
        Path touched = file(java, "-cp", jar, "Main");
        assertThat(touched).isNotEqualTo(usual);
        Files.writeString(Path.of(jar), "larger jar");
        Files.setLastModifiedTime(Path.of(jar), FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(file(java, "-cp", jar, "Main")).isNotEqualTo(touched);
    }

    @Test
    void jarsOfADirectoryCountEach() throws IOException {
        String all = home + "/*";
        Path before = file(java, "-cp", all, "Main");
        Files.writeString(home.resolve("b.jar"), "jar");

        assertThat(file(java, "-cp", all, "Main")).isNotEqualTo(before);
    }

    @Test
    void whatComesAfterADirectoryIsLeftOut() throws IOException {
        ClassPathArchive archive = archive(java, "-cp", jar + ":" + home + ":/later.jar", "Main");

        assertThat(archive.program()).containsExactly(java, "-cp", jar);
        assertThatThrownBy(() -> archive(java, "-cp", home + ":" + jar, "Main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the directory " + home + " first")
                .hasMessageContaining("put jars first");
    }

    @Test
    void relativePathsMeanSomethingElseForEachMember() {
        assertThatThrownBy(() -> archive(java, "-cp", "lib/a.jar", "Main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`lib/a.jar`")
                .hasMessageContaining("give absolute paths");
    }

    @Test
    void saysWhyThereIsNone() {
        assertThatThrownBy(() -> archive(home + "/nowhere/java", "-cp", jar, "Main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say which build it is");
        assertThatThrownBy(() -> archive(java, "-Xshare:off", "-cp", jar, "Main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names one of its own");
        assertThatThrownBy(() -> archive(Map.of("HOME", "/h", "MULTIHOST_ARCHIVES", "never"), java, "-jar", jar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MULTIHOST_ARCHIVES");
        assertThatThrownBy(() -> archive(Map.of("LANG", "C"), java, "-jar", jar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MULTIHOST_CACHE_HOME");
        assertThatThrownBy(() -> archive(Map.of("HOME", "/a:b"), java, "-jar", jar))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("colon");
    }

    @Test
    void aJdkThatDoesNotKnowTheOptionsHasNone() throws IOException {
        for (String version : List.of("11.0.28+6", "13.0.2+8", "16+36")) {
            String old = jdk(version, version);
            assertThatThrownBy(() -> archive(old, "-cp", jar, "Main"))
                    .isInstanceOf(IOException.class)
                    .hasMessage(old + " is of Java " + version.substring(0, 2) + "; archives are made from 17 on");
        }
        assertThat(archive(jdk("21", "21.0.8+9"), "-jar", jar).describe()).startsWith("made when");
    }

    @Test
    void isInTheUsersCache() throws IOException {
        assertThat(archive(Map.of("HOME", "/h"), java, "-jar", jar).archive().file())
                .startsWithRaw(Path.of("/h/.cache/multihost/archives"));
        assertThat(archive(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x"), java, "-jar", jar)
                        .archive()
                        .file())
                .startsWithRaw(Path.of("/x/multihost/archives"));
    }

    @Test
    void aStartNotesItsClassesUntilThereIsAnArchive() throws IOException {
        ClassPathArchive archive = archive(java, "-jar", jar);
        List<String> command = List.of(java, "-jar", jar);
        Path notes = Files.writeString(home.resolve("notes"), "of the last start");

        assertThat(archive.with(command, notes)).containsExactly(java, "-XX:DumpLoadedClassList=" + notes, "-jar", jar);
        assertThat(notes).doesNotExist();
        assertThat(archive.describe()).startsWith("made when the cluster is ready, as ");

        Files.createDirectories(archive.directory().path());
        archive.archive().publish(Files.writeString(archive.directory().path().resolve("making"), "classes"));
        assertThat(archive.with(command, notes))
                .contains("-XX:SharedArchiveFile=" + archive.archive().file())
                .endsWith("-jar", jar)
                .noneMatch(word -> word.contains("DumpLoadedClassList"));
        assertThat(archive.describe()).isEqualTo(archive.archive().file().toString());
    }

    @Test
    void oneThatCouldNotBeMadeIsNotTriedAgain() throws IOException {
        ClassPathArchive archive = archive(java, "-jar", jar);
        Files.createDirectories(archive.directory().path());
        Files.writeString(archive.directory().failure(), "why");

        assertThat(archive.with(List.of(java, "-jar", jar), home.resolve("notes")))
                .containsExactly(java, "-jar", jar);
        assertThat(archive.describe()).contains("could not be made", "failed.log");
    }

    @Test
    void isNotMadeWhereThatIsNotWanted() throws IOException {
        ClassPathArchive archive = archive(Map.of("HOME", "/h", "MULTIHOST_ARCHIVES", "use"), java, "-jar", jar);

        assertThat(archive.with(List.of(java, "-jar", jar), home.resolve("notes")))
                .containsExactly(java, "-jar", jar);
        assertThat(archive.describe()).isEqualTo("none, and none is made");
    }
}
