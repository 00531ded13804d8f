package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The artifact: the jar, and the pom with its dependencies. */
@Tag("R17")
class ArtifactIT {
    private static final Path JAR = Path.of(System.getProperty("artifact.jar", ""));
    private static final Path POM = Path.of(System.getProperty("artifact.pom", ""));

    @Test
    void relocatesItsDependencies() throws Exception {
        List<String> names;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            names = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
        assertThat(names)
                .allMatch(name -> name.startsWith("dev/runner/") || name.startsWith("META-INF/"))
                .noneMatch(name -> name.startsWith("META-INF/services/") || name.startsWith("META-INF/maven/"))
                .noneMatch(name -> name.endsWith("module-info.class") || name.contains("/coordinator/"))
                .contains(
                        "dev/runner/junit/LocalClusterExtension.class",
                        "dev/runner/cluster/default.yaml",
                        "dev/runner/supervisor/process/guardian.sh",
                        "META-INF/multihost/members.jar");
    }

    @Test
    void needsOnlyTheDependenciesInItsPom() {
        StringWriter out = new StringWriter();
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        jdeps.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "-verbose:package",
                JAR.toString());
        Set<String> foreign = new TreeSet<>();
        Matcher packages = Pattern.compile("-> (?!not found)([\\w.]+)").matcher(out.toString());
        while (packages.find()) {
            foreign.add(packages.group(1).replaceFirst("^(java|javax|jdk|dev\\.runner)\\..*", "$1"));
        }
        assertThat(foreign)
                .contains("java", "dev.runner")
                .allMatch(
                        name -> name.matches(
                                "java|javax|jdk|com\\.sun\\.management|dev\\.runner|sun\\.misc|.*\\.jar|com\\.sun\\.jna.*|org\\.awaitility.*"
                                        + "|org\\.junit\\.(jupiter\\.api|platform\\.commons).*|org\\.opentest4j|org\\.jspecify.*"));
    }

    @Test
    void thePomStandsAlone() throws Exception {
        String pom = Files.readString(POM);
        assertThat(pom)
                .contains("<artifactId>runner-junit</artifactId>")
                .doesNotContain("<parent>", "<repositor", "${");
        Matcher dependencies = Pattern.compile(
                        "(?s)<dependency>.*?<artifactId>(.*?)</artifactId>.*?<scope>(.*?)</scope>")
                .matcher(pom);
        Set<String> found = new TreeSet<>();
        while (dependencies.find()) {
            found.add(dependencies.group(1) + " " + dependencies.group(2));
        }
        assertThat(found)
                .containsExactly("awaitility compile", "jna compile", "jspecify compile", "junit-jupiter-api provided");
    }
}
