package dev.runner.cluster.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** What an editor tells of a spec, by a validator that knows nothing of us. */
@org.junit.jupiter.api.Tag("R6")
class SpecSchemaTest {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(JSON.<JsonNode>valueToTree(SpecSchema.make()));

    /** With -Dschema.write=true it writes the file, for whoever has changed the records. */
    @Test
    void theShippedFileIsWhatTheCodeSays() throws IOException {
        Path file = PROJECT.resolve("docs/cluster.schema.json");
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(SpecSchema.make()) + "\n";
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("mvn test -pl runner/cluster -am -Dtest=SpecSchemaTest -Dschema.write=true writes it anew")
                .hasContent(text);
    }

    @Test
    void isASchemaItself() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(URI.create("http://json-schema.org/draft-07/schema"));
        assertThat(meta.validate(JSON.valueToTree(SpecSchema.make()))).isEmpty();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("/.runner/"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreRight(Path file) throws IOException {
        assertThat(validate(Files.readString(file))).isEmpty();
        assertThat(Files.readString(file)).contains("# yaml-language-server: $schema=");
    }

    @Test
    void theDefaultClusterIsRight() {
        assertThat(validate(SpecLoader.defaultClusterText())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: b\n    on: [0, 2]",
                "command: {{Q}}\n    env: {A: 1, B: true, C: 010}\n    ports: [80, '{{ports.http}}']",
                "command: [java, -version, 1]\n    ready: {tcp: 80, timeout: 1.5s}\n    stop: {signal: SIGINT, grace: 0s}",
                "command: b\n    ready: {tcp: {port: 80}}\n    restart: {on: [], limit: 3}",
                "command: b\n    ready: {http: {port: 80, status: 200, json: {up: true}, auth: {user: a, password: b}}}",
                "command: b\n    files: {a: text, b: {text: c, mode: '0600'}, d: {from: e, template: true, mode: 0400}}",
                "command: b\n    init: [[a, b], c d]\n    first: [x]\n    formed: {log: a}\n    start: one-by-one",
                "command: b\n    environment: {A: 1}\n    depends_on: []",
                "command: b\n    env:\n    ports:\n    ready:",
            })
    void whatCanBeReadIsRight(String lines) {
        String yaml = spec(lines);
        SpecLoader.parse(yaml, "c.yaml", Path.of("/"), "c");
        assertThat(validate(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comand: b",
                "env: {A: b}",
                "command: []",
                "command: {a: b}",
                "command: [a, [b]]",
                "command: b\n    on: everywhere",
                "command: b\n    on: [254]",
                "command: b\n    ready: {timeout: 10}",
                "command: b\n    ready: {http: {prot: 80}}",
                "command: b\n    ready: {http: {path: /}}",
                "command: b\n    ready: {http: {port: 80, status: '99'}}",
                "command: b\n    stop: {signal: STOP}",
                "command: b\n    restart: {on: 55}",
                "command: b\n    restart: {on: [many]}",
                "command: b\n    files: {a: {txt: b}}",
                "command: b\n    files: {a: {text: b, mode: rw}}",
                "command: b\n    init: mkdir data",
                "command: b\n    start: slowly",
                "command: b\n    stdin: yes",
                "command: b\n    cds: yes",
                "command: b\n    after: zk",
                "command: b\n    depends_on: zk",
                "command: b\n    env: {A: 1}\n    environment: {B: 1}",
            })
    void mistakesAreSeen(String lines) {
        assertThat(validate(spec(lines))).isNotEmpty();
        assertThat(validate("hosts: 255\n" + spec("command: b"))).isNotEmpty();
        assertThat(validate("zzz: 1\n" + spec("command: b"))).isNotEmpty();
        assertThat(validate("name: a")).isNotEmpty();
    }

    private static String spec(String lines) {
        return "members:\n  a:\n    " + lines.replace("{{Q}}", "'{{java}}'") + "\n";
    }

    private static Set<ValidationMessage> validate(String yaml) {
        LoaderOptions options = new LoaderOptions();
        Yaml parser = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new CoreSchema());
        return SCHEMA.validate(JSON.<JsonNode>valueToTree(parser.load(yaml)));
    }

    /** YAML 1.2 as editors read it: {@code on} is a text. */
    private static final class CoreSchema extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
            addImplicitResolver(Tag.NULL, NULL, "~nN\0", 10);
            addImplicitResolver(Tag.NULL, EMPTY, null, 10);
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf", 10);
            addImplicitResolver(Tag.FLOAT, Pattern.compile("[-+]?[0-9]+\\.[0-9]+"), "-+0123456789", 10);
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789", 10);
        }
    }
}
