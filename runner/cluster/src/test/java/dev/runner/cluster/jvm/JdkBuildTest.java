package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkBuildTest {
    private static final String RELEASE = "IMPLEMENTOR=\"Some Vendor, Inc./EU\"\n"
            + "JAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\nJAVA_VERSION=\"25.0.3\"\nOS_ARCH=\"x86_64\"\n";

    @TempDir
    Path home;

    @Test
    void isWhatTheReleaseFileSays() {
        assertThat(JdkBuild.parse(RELEASE)).contains(new JdkBuild("Some Vendor_ Inc._EU-25.0.3+9-LTS-x86_64", 25));
    }

    @Test
    void olderVersionsAreCountedOtherwise() {
        String release = "JAVA_RUNTIME_VERSION=\"1.8.0_492-b01\"\nJAVA_VERSION=\"1.8.0_492\"\n";
        assertThat(JdkBuild.parse(release)).map(JdkBuild::java).contains(8);
    }

    @Test
    void isUnknownWhereThatSaysTooLittle() {
        assertThat(JdkBuild.parse("JAVA_VERSION=\"17.0.1\"\n")).isEmpty();
        assertThat(JdkBuild.parse("JAVA_RUNTIME_VERSION=\"17.0.1+3\"\nJAVA_VERSION=\"none\"\n"))
                .isEmpty();
        assertThat(JdkBuild.parse("")).isEmpty();
    }

    @Test
    void isFoundThroughLinks() throws IOException {
        Path program = Files.createFile(
                Files.createDirectories(home.resolve("jdk/bin")).resolve("java"));
        Path link = Files.createSymbolicLink(home.resolve("java"), program);
        assertThat(JdkBuild.of(link)).as("without a release file").isEmpty();

        Files.writeString(home.resolve("jdk/release"), RELEASE);

        assertThat(JdkBuild.of(link)).map(JdkBuild::java).contains(25);
        assertThat(JdkBuild.of(home.resolve("nowhere/bin/java"))).isEmpty();
    }
}
