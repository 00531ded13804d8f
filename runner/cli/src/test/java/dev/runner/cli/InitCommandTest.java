package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.cluster.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R8")
class InitCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture.Result run(String... args) {
        return new CommandLineFixture(directory).run(args);
    }

    static List<String> names() {
        return StarterSpecs.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenIsASpecThatCanBeRead(String name) throws IOException {
        CommandLineFixture.Result result = run("init", name);
        assertThat(result.exitCode()).isZero();
        String file = StarterSpecs.find(name).orElseThrow().file();
        assertThat(result.out()).startsWith("wrote " + file + "\n");
        assertThat(result.err()).contains("runner up -f " + file + "\n");
        assertThat(SpecLoader.load(directory.resolve(file)).name()).isEqualTo(name);
        assertThat(Files.readString(directory.resolve(file))).doesNotContain("../docs/");
    }

    @Test
    void theDefaultIsExactlyTheShippedOne() {
        assertThat(run("init", "default").exitCode()).isZero();
        assertThat(directory.resolve("default.yaml")).hasContent(SpecLoader.defaultClusterText());
        assertThat(run("init", "default", "--print").out()).isEqualTo(SpecLoader.defaultClusterText());
    }

    @Test
    void whatNeedsMoreFilesGetsAFolder() {
        assertThat(run("init", "kafka").err()).contains("  mvn -q -f kafka/pom.xml package\n");
        assertThat(directory.resolve("kafka/pom.xml")).content().contains("kafka_2.13");
        assertThat(directory.resolve("kafka/.gitignore")).hasContent("lib/");
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Path pom = Files.createDirectory(directory.resolve("kafka")).resolve("pom.xml");
        Files.writeString(pom, "mine");
        CommandLineFixture.Result refused = run("init", "kafka");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("runner: kafka/pom.xml is there already; --force replaces it\n");
        assertThat(pom).hasContent("mine");
        assertThat(directory.resolve("kafka/kafka.yaml")).doesNotExist();

        assertThat(run("init", "kafka", "--force").exitCode()).isZero();
        assertThat(pom).content().contains("kafka_2.13");
    }

    @Test
    void whatThereIsIsListedAndSuggested() {
        assertThat(run("init").out().lines()).hasSize(6).first().asString().startsWith("default    the cluster of");
        CommandLineFixture.Result unknown = run("init", "zokeeper");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .isEqualTo("runner: there is no spec 'zokeeper' to begin with; did you mean zookeeper?\n");
    }

    @Test
    void theSchemaOfTheInstallationIsNamed() throws IOException {
        Path home = Files.createDirectories(directory.resolve("my runner"));
        Path schema = Files.createDirectories(home.resolve("docs")).resolve("cluster.schema.json");
        Files.writeString(schema, "{}");
        assertThat(new CommandLineFixture(directory, home).run("init", "nats").exitCode())
                .isZero();
        assertThat(Files.readAllLines(directory.resolve("nats.yaml")).get(0))
                .isEqualTo("# yaml-language-server: $schema=" + schema.toUri())
                .contains("my%20runner");
    }
}
