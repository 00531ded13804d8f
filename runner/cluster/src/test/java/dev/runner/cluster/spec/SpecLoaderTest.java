package dev.runner.cluster.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.runner.cluster.template.TemplateText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R5")
class SpecLoaderTest {
    @Test
    void readsTheWordsOfCompose() {
        ClusterSpec spec = parse("""
                members:
                  db: {command: b}
                  web: {command: b, environment: {A: yes}, depends_on: [db]}
                """);
        assertThat(member(spec, "web").env())
                .extractingByKey("A")
                .extracting(TemplateText::text)
                .isEqualTo("yes");
        assertThat(member(spec, "web").after()).containsExactly("db");
    }

    @Test
    void readsEveryKey() {
        ClusterSpec spec = parse("""
                name: zoo
                hosts: 3
                apiKey: true
                members:
                  master:
                    on: coordinator
                    command: echo "$HOME" && exec sleep 10
                    ready: {tcp: {port: 81, timeout: 1s}, interval: 10ms, timeout: 2m}
                  zk:
                    on: [0, 2]
                    command: [java, -cp, "{{dir}}/lib", 8080]
                    env: {A: yes, B: 010, C: "", D: "{{ip}}"}
                    ready: {http: {port: 80, path: '/health?a=b', status: 204, body: '"ok"'}}
                    ports: [2181, "{{ports.http}}"]
                    stop: {signal: SIGINT, grace: 1.5s}
                    restart: {on: [55, 7], delay: 100ms, maxDelay: 1s, reset: 20s, limit: 3, within: 1m}
                    after: [master]
                """);
        assertThat(spec.name()).isEqualTo("zoo");
        assertThat(spec.hosts()).isEqualTo(3);
        assertThat(spec.apiKey()).isTrue();
        assertThat(spec.hasCoordinator()).isTrue();
        MemberKind master = member(spec, "master");
        assertThat(master.on()).isEqualTo(new Placement(true, null));
        assertThat(master.command().shell()).isTrue();
        assertThat(master.ready().tcp()).isNotNull();
        assertThat(master.ready().interval()).isEqualTo(Duration.ofMillis(10));
        assertThat(master.ready().timeout()).isEqualTo(Duration.ofMinutes(2));
        MemberKind zk = member(spec, "zk");
        assertThat(zk.on()).isEqualTo(new Placement(false, List.of(0, 2)));
        assertThat(zk.command().words())
                .extracting(TemplateText::text, TemplateText::line)
                .containsExactly(tuple("java", 11), tuple("-cp", 11), tuple("{{dir}}/lib", 11), tuple("8080", 11));
        assertThat(zk.env())
                .extractingByKeys("A", "B", "C")
                .extracting(TemplateText::text)
                .containsExactly("yes", "010", "");
        HttpProbeSpec http = Objects.requireNonNull(zk.ready().http());
        assertThat(http.status()).isEqualTo(new StatusRange(204, 204));
        assertThat(http.path().text()).isEqualTo("/health?a=b");
        assertThat(zk.ports()).extracting(port -> port.port().text()).containsExactly("2181", "{{ports.http}}");
        assertThat(zk.stop()).isEqualTo(new StopRule(StopSignal.INT, Duration.ofMillis(1500), StopOrder.AS_STARTED));
        assertThat(zk.restart())
                .isEqualTo(new RestartRule(
                        List.of(55, 7),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        3,
                        Duration.ofMinutes(1)));
        assertThat(zk.after()).containsExactly("master");
    }

    @Test
    void givesEveryKeyItsDefault() {
        ClusterSpec spec = parse("members: {a: {command: [b], env: }}");
        assertThat(spec.name()).isEqualTo("my-file");
        assertThat(spec.hosts()).isEqualTo(1);
        assertThat(spec.apiKey()).isFalse();
        MemberKind member = member(spec, "a");
        assertThat(member.on()).isEqualTo(new Placement(false, null));
        assertThat(member.ready())
                .isEqualTo(new ProbeSpec(
                        null, null, null, null, null, null, Duration.ofMillis(50), null, Duration.ofSeconds(60)));
        assertThat(member.stop())
                .isEqualTo(new StopRule(StopSignal.TERM, Duration.ofSeconds(10), StopOrder.AS_STARTED));
        assertThat(member.restart())
                .isEqualTo(new RestartRule(
                        List.of(55),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        10,
                        Duration.ofSeconds(60)));
        assertThat(member.env()).isEmpty();
        assertThat(member.ports()).isEmpty();
        assertThat(member.after()).isEmpty();
    }

    @Test
    void readsPortsAndWhatTheyAreFor() {
        ClusterSpec spec = parse("""
            members:
              a:
                command: b
                ports: [1, 2/tcp, "{{number}}/udp", {tcp: 4}, {udp: 5}, {http: 6}, {https: 7}]
                ready: {udp: 5, attempt: 1s}
            """);
        assertThat(member(spec, "a").ports())
                .extracting(port -> port.port().text() + " " + port.protocol().label())
                .containsExactly("1 tcp", "2 tcp", "{{number}} udp", "4 tcp", "5 udp", "6 http", "7 https");
        assertThat(member(spec, "a").ready().attempt()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readsAliasesAndMerges() {
        ClusterSpec spec = parse("""
                members:
                  a: &a
                    command: &c [x, y]
                    ports: [1]
                  b:
                    <<: *a
                    ports: [2]
                  c: {command: *c}
                """);
        assertThat(spec.members().values())
                .allSatisfy(member -> assertThat(member.command().words()).hasSize(2));
        assertThat(member(spec, "b").ports())
                .extracting(port -> port.port().text())
                .containsExactly("2");
    }

    @Test
    void knowsTheLinesOfBlockTexts() {
        ClusterSpec spec = parse("members:\n  a:\n    command: |\n      one\n      two\n");
        assertThat(member(spec, "a").command().words().get(0)).isEqualTo(new TemplateText("one\ntwo\n", "c.yaml", 4));
    }

    @Test
    void takesNameAndDirectoryOfTheFile(@TempDir Path temp) throws IOException {
        Path directory = Files.createDirectories(temp.resolve("mit Leerzeichen und ü"));
        Path file = Files.writeString(directory.resolve("zoo keeper.v1.yaml"), "\uFEFFmembers: {a: {command: b}}\r\n");
        SpecFile spec = SpecLoader.load(file);
        assertThat(spec.name()).isEqualTo("zoo-keeper-v1");
        assertThat(spec.directory()).isEqualTo(directory);
        assertThat(spec.label()).isEqualTo(file.toString());
    }

    @Test
    void shipsTheDefaultCluster() {
        SpecFile file = SpecLoader.defaultCluster(Path.of("."));
        assertThat(file.name()).isEqualTo("default");
        assertThat(file.spec().members()).containsOnlyKeys("coordinator", "worker");
        assertThat(file.spec().apiKey()).isTrue();
        assertThat(file.spec().members().values()).allSatisfy(kind -> {
            assertThat(kind.ready().notice()).isTrue();
            assertThat(kind.restart().on()).containsExactly(55);
            assertThat(kind.stop().grace()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    private static MemberKind member(ClusterSpec spec, String kind) {
        return Objects.requireNonNull(spec.members().get(kind));
    }

    private static ClusterSpec parse(String yaml) {
        return SpecLoader.parse(yaml, "c.yaml", Path.of("/"), "my file").spec();
    }

    /** Blocks to share, as in Compose files. */
    @Test
    void keysThatBeginWithXAreForTheWriterAlone() {
        ClusterSpec spec = parse("""
                x-base: &base {env: {A: b}}
                members: {m: {<<: *base, x-note: hello, command: [sleep, "9"], stop: {x-y: 1, grace: 3s}}}
                """);

        assertThat(member(spec, "m").env())
                .extractingByKey("A")
                .extracting(TemplateText::text)
                .isEqualTo("b");
        assertThat(member(spec, "m").stop().grace()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void manyKindsMayShareOneAnchor() {
        StringBuilder yaml = new StringBuilder("members:\n  m0: &m {command: [sleep, '9']}\n");
        for (int i = 1; i <= 500; i++) {
            yaml.append("  m").append(i).append(": {<<: *m}\n");
        }

        assertThat(parse(yaml.toString()).members()).hasSize(501);
    }
}
