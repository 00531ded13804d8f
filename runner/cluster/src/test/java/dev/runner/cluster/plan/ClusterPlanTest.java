package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.readiness.Probe;
import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecLoader;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPlanTest {
    private static final String KEY = "s3cr3t-key";

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "LANG", "C"));

    @BeforeEach
    void installMembersJar() throws IOException {
        Files.createFile(home.resolve("members.jar"));
    }

    @Test
    @Tag("F1")
    @Tag("F2")
    @Tag("F3")
    @Tag("F5")
    void placesTheDefaultCluster() {
        ClusterPlan plan = ClusterPlan.of(SpecLoader.defaultCluster(home), inputs(2));
        assertThat(plan.members())
                .extracting(PlannedMember::name)
                .containsExactly("coordinator", "worker-0", "worker-1");
        assertThat(plan.members()).extracting(PlannedMember::ordinal).containsExactly(255, 0, 1);
        assertThat(plan.coordinatorUrl()).isEqualTo("http://127.200.255.1:28080");
        PlannedMember worker = plan.member("worker-1").orElseThrow();
        assertThat(worker.ports())
                .extracting(PlannedPort::endpoint)
                .containsExactly(new Endpoint("127.200.1.1", 28080), new Endpoint("127.200.1.1", 29000));
        assertThat(worker.url()).isEqualTo("http://127.200.1.1:28080");
        assertThat(worker.command())
                .startsWith("/usr/bin/env")
                .containsSequence("--worker-id", "worker-1", "--coordinator", "http://127.200.255.1:28080")
                .contains("-Xmx512m")
                .doesNotContain(KEY);
        assertThat(worker.ready().probe()).isEqualTo(new Probe.Notice());
        assertThat(worker.directory()).isEqualTo(home.resolve("members/worker-1"));
        assertThat(worker.environment())
                .containsEntry("MULTIHOST_CLUSTER", "default")
                .containsEntry("MULTIHOST_MEMBER", "worker-1")
                .containsEntry("MULTIHOST_ORDINAL", "1")
                .containsEntry("MULTIHOST_IP", "127.200.1.1")
                .containsEntry("MULTIHOST_HOSTS", "127.200.0.1,127.200.1.1")
                .containsEntry("MULTIHOST_COORDINATOR", "http://127.200.255.1:28080")
                .containsEntry("MULTIHOST_API_KEY", KEY)
                .containsEntry("LANG", "C");
        assertThat(plan.member("coordinator").orElseThrow().environment()).containsEntry("MULTIHOST_ORDINAL", "255");
    }

    @Test
    void keepsASurroundingClusterOutOfTheEnvironment() {
        environment.put("MULTIHOST_COOKIE", "outer/worker-0/1");
        environment.put("MULTIHOST_NOTICES", "/outer");
        environment.put("MULTIHOST_COORDINATOR", "http://127.100.255.1:28080");
        environment.put("MULTIHOST_JAVA_HOME", "/jdk");
        PlannedMember member = plan("members: {a: {command: 'true', env: {LANG: de, X: \"{{env.LANG}}-{{ordinal}}\"}}}")
                .members()
                .get(0);
        assertThat(member.environment())
                .doesNotContainKeys("MULTIHOST_COOKIE", "MULTIHOST_NOTICES", "MULTIHOST_COORDINATOR")
                .containsEntry("MULTIHOST_JAVA_HOME", "/jdk")
                .containsEntry("LANG", "de")
                .containsEntry("X", "C-0");
    }

    @Test
    @Tag("R2")
    void choosesTheProbe() {
        assertThat(probe("ports: [81]"))
                .isEqualTo(new Probe.Tcp(List.of(new Endpoint("127.200.0.1", 81)), Duration.ofSeconds(2)));
        assertThat(probe("env: {A: b}")).isEqualTo(new Probe.Alive(Duration.ofMillis(200)));
        assertThat(probe("ready: {tcp: '{{ports.http}}'}").describe()).isEqualTo("tcp 127.200.0.1:28080");
        assertThat(probe("ready: {http: {port: 80, path: '/x/{{ordinal}}'}}").describe())
                .isEqualTo("http://127.200.0.1:80/x/0");
        assertThat(probe("ready: {log: 'servers={{count}}$'}").describe())
                .isEqualTo("a log line that matches servers=2$");
        assertThat(probe("ready: {command: [test, -e, '{{dir}}/up']}").describe())
                .startsWith("command `test -e " + home.toString().substring(0, 5));
        assertThat(probe("ready: {notice: true}")).isEqualTo(new Probe.Notice());
    }

    @Test
    @Tag("R2")
    void aProbesCommandIsShownInShort() {
        assertThat(probe("ready: {command: 'exec 2>&1\n\n  redis-cli ping | grep PONG'}")
                        .describe())
                .isEqualTo("command `exec 2>&1; redis-cli ping | grep PONG`");
        assertThat(probe("ready: {command: [test, " + "x".repeat(100) + "]}").describe())
                .isEqualTo("command `test " + "x".repeat(52) + "...`");
        assertThat(probe("ready: {command: [test, a], attempt: 30s}"))
                .isEqualTo(new Probe.Command(List.of("/usr/bin/test", "a"), "test a", Duration.ofSeconds(30)));
        assertThat(probe("ready: {tcp: {port: 80, timeout: 1s}, attempt: 30s}"))
                .isEqualTo(new Probe.Tcp(List.of(new Endpoint("127.200.0.1", 80)), Duration.ofSeconds(1)));
    }

    @Test
    @Tag("R5")
    void anItemForEachHostBecomesArguments() {
        ClusterPlan plan = plan("""
                hosts: 3
                members:
                  a:
                    command:
                      - env
                      - {each: others, args: ["-join={{ip}}", "{{name}}"]}
                      - {each: hosts, first: 2, args: ["{{ordinal}}{{#self}}!{{/self}}"]}
                      - "{{ordinal}}"
                setup: [[env, {each: hosts, args: ["{{ip}}:1"]}]]
                """);
        assertThat(plan.member("a-1").orElseThrow().command())
                .containsExactly(
                        "/usr/bin/env", "-join=127.200.0.1", "a-1", "-join=127.200.2.1", "a-1", "0", "1!", "1");
        assertThat(Objects.requireNonNull(plan.setup()).commands().get(0))
                .containsExactly("/usr/bin/env", "127.200.0.1:1", "127.200.1.1:1", "127.200.2.1:1");
    }

    @Test
    @Tag("R5")
    void everyMemberHasADirectoryForTemporaryFiles() {
        String parent = home.toString().length() < 50 ? home.toString() : "/tmp";
        environment.put("TMPDIR", parent);
        ClusterPlan plan =
                plan("hosts: 2\nmembers: {a: {command: [env, '{{tmp}}']}, b: {command: 'true', env: {TMPDIR: /x}}}");
        PlannedMember member = plan.member("a-1").orElseThrow();
        Path temporary = Objects.requireNonNull(member.start().temporary());
        assertThat(temporary).startsWithRaw(Path.of(parent));
        assertThat(member.environment()).containsEntry("TMPDIR", temporary.toString());
        assertThat(member.command()).containsExactly("/usr/bin/env", temporary.toString());
        assertThat(plan.member("a-0").orElseThrow().environment().get("TMPDIR")).isNotEqualTo(temporary.toString());
        assertThat(plan.member("b-0").orElseThrow().environment()).containsEntry("TMPDIR", "/x");
    }

    @Test
    @Tag("R5")
    void directoriesForTemporaryFilesAreShortEnoughForSockets() {
        TemporaryDirectories some = TemporaryDirectories.of(home, Map.of("TMPDIR", "/" + "t".repeat(90)));
        assertThat(some.base()).hasParentRaw(Path.of("/tmp"));
        assertThat(some.of("m".repeat(63)).toString()).hasSizeLessThan(80);
        assertThat(some.of("m".repeat(63) + "-1")).isNotEqualTo(some.of("m".repeat(63) + "-2"));
        assertThat(TemporaryDirectories.of(home.resolve("copy"), Map.of())).isNotEqualTo(some);
    }

    @Test
    @Tag("R8")
    void aLongClassPathIsShownOnce() throws IOException {
        for (int i = 0; i < 42; i++) {
            Files.createFile(home.resolve("library-" + i + ".jar"));
        }
        String text = plan("hosts: 2\nmembers: {a: {command: [env, '{{classpath}}'], classpath: ['library-*.jar']}}")
                .toText();
        assertThat(text).containsOnlyOnce("library-41.jar").contains("/usr/bin/env '<the 42 paths of a-0>'");
    }

    @Test
    @Tag("R2")
    void knowsUdpPorts() {
        Endpoint udp = new Endpoint("127.200.0.1", 5);
        assertThat(probe("ports: [5/udp]")).isEqualTo(new Probe.Udp(List.of(), List.of(udp), Duration.ofSeconds(2)));
        assertThat(probe("ready: {udp: '{{number}}'}").describe()).isEqualTo("udp 127.200.0.1:1");
        assertThat(probe("ports: [5, 5/udp]").describe()).isEqualTo("tcp 127.200.0.1:5, udp 127.200.0.1:5");
        ClusterPlan plan = plan("members: {a: {command: 'true', ports: [5, {udp: 5}, {http: 6}]}}");
        assertThat(plan.toText()).contains("  ports      5, 5/udp, 6\n");
        assertThat(mistakes("members:\n  a: {command: 'true', ports: [7/udp]}\n  b: {command: 'true', ports: [7/udp]}\n"
                        + "  c: {command: 'true', ports: [7]}"))
                .containsExactly(
                        "c.yaml: members `a` and `b` both use port 7/udp on the same host (127.200.0.1); give one"
                                + " of them another port or place");
    }

    @Test
    @Tag("F3")
    void theCoordinatorsUrlHasThePortOfTheMemberThere() {
        assertThat(coordinatorUrl("ports: [8080]")).isEqualTo("http://127.200.255.1:8080");
        assertThat(coordinatorUrl("ports: [9/udp, 8080, {http: 8081}]")).isEqualTo("http://127.200.255.1:8081");
        assertThat(coordinatorUrl("ports: [8080], ready: {http: {port: 9090}}")).isEqualTo("http://127.200.255.1:9090");
        assertThat(coordinatorUrl("ports: ['{{ports.exchange}}']")).isEqualTo("http://127.200.255.1:29000");
        assertThat(coordinatorUrl("env: {A: b}")).isEqualTo("http://127.200.255.1:28080");
        assertThat(mistakes("members: {a: {on: coordinator, command: 'true', ports: ['{{no}}']}}"))
                .hasSize(1);
    }

    private String coordinatorUrl(String keys) {
        ClusterPlan plan = plan("members: {w: {command: 'true'}, a: {on: coordinator, command: 'true', " + keys + "}}");
        assertThat(plan.member("w-0").orElseThrow().environment())
                .containsEntry("MULTIHOST_COORDINATOR", plan.coordinatorUrl());
        return String.valueOf(plan.coordinatorUrl());
    }

    @Test
    @Tag("R9")
    void aMemberHasAUrlOnlyWhereItSpeaksHttp() {
        assertThat(url("ports: [2181]")).isNull();
        assertThat(url("ports: [2181, {https: 8443}]")).isEqualTo("https://127.200.0.1:8443");
        assertThat(url("ports: [2181, 80], ready: {http: {port: 80, path: /health}}"))
                .isEqualTo("http://127.200.0.1:80");
        assertThat(url("formed: {http: {port: 81}}")).isEqualTo("http://127.200.0.1:81");
    }

    private @Nullable String url(String keys) {
        return plan("members: {a: {command: 'true', " + keys + "}}")
                .members()
                .get(0)
                .url();
    }

    @Test
    @Tag("R3")
    void namesTheMembersThatAreWaitedFor() {
        ClusterPlan plan = plan("""
                hosts: 2
                members:
                  zk: {command: 'true'}
                  hub: {command: 'true', on: coordinator}
                  kafka: {command: 'true', on: [1], after: [zk, hub]}
                """);
        assertThat(plan.member("kafka-1").orElseThrow().after()).containsExactly("zk-0", "zk-1", "hub");
    }

    @Test
    @Tag("F14")
    void findsProgramsBeforeAnythingIsStarted() throws IOException {
        Path bin = Files.createDirectories(home.resolve("my bin"));
        Files.writeString(bin.resolve("server"), "#!/bin/sh\n").toFile().setExecutable(true);
        Files.writeString(bin.resolve("data"), "x");
        assertThat(plan("members: {a: {command: ['my bin/server']}}")
                        .members()
                        .get(0)
                        .command())
                .containsExactly(bin.resolve("server").toString());
        assertThat(plan("members: {a: {command: [server, x], env: {PATH: '" + bin + "'}}}")
                        .members()
                        .get(0)
                        .command())
                .containsExactly(bin.resolve("server").toString(), "x");
        assertThat(plan("members: {a: {command: exec server}}").members().get(0).command())
                .containsExactly("/bin/sh", "-c", "exec server");
        assertThat(mistakes("hosts: 3\n"
                        + "members:\n"
                        + "  zk: {command: [zkServer]}\n"
                        + "  b: {command: ['my bin/data']}\n"
                        + "  c: {command: [./no], ready: {command: [gone]}}\n"
                        + "  d: {command: [/tmp]}"))
                .containsExactly(
                        "c.yaml:3: `members.zk.command` names `zkServer`, which is not on the PATH; install it or give"
                                + " its path",
                        "c.yaml:4: `members.b.command` names `my bin/data`, which is not executable; `chmod +x` makes"
                                + " it so",
                        "c.yaml:5: `members.c.command` names `./no`, which does not exist in " + home,
                        "c.yaml:5: `members.c.ready.command` names `gone`, which is not on the PATH; install it or"
                                + " give its path",
                        "c.yaml:6: `members.d.command` names `/tmp`, which is a directory");
    }

    @Test
    @Tag("F14")
    void missesTheMembersJar() throws IOException {
        Files.delete(home.resolve("members.jar"));
        SpecException mistakes = catchThrowableOfType(
                SpecException.class, () -> ClusterPlan.of(SpecLoader.defaultCluster(home), inputs(4)));
        assertThat(String.valueOf(mistakes.getMessage()).lines())
                .hasSize(2)
                .allMatch(line ->
                        line.contains("names {{members}}, but " + home.resolve("members.jar") + " does not exist"));
    }

    @Test
    @Tag("F20")
    void checksHosts() {
        for (int hosts : new int[] {0, -1, 255}) {
            SpecException mistake = catchThrowableOfType(
                    SpecException.class, () -> ClusterPlan.of(SpecLoader.defaultCluster(home), inputs(hosts)));
            assertThat(mistake).hasMessageContaining("a cluster cannot have " + hosts + " hosts: choose 1 to 254");
        }
        assertThat(mistakes("hosts: 2\nmembers: {a: {command: 'true', on: [0, 2]}}"))
                .containsExactly("c.yaml: `members.a.on` names host 2, but there are 2 hosts (0 to 1)");
    }

    @Test
    void reportsMissingValuesOncePerKind() {
        assertThat(mistakes("""
                hosts: 3
                members:
                  a:
                    command: [env, "{{coordinator.ip}}"]
                    env: {X: "{{env.NOT_SET}}"}
                    ports: ["{{ordinal}}x"]
                """))
                .containsExactly(
                        "c.yaml:5: `members.a.env.X`: {{env.NOT_SET}}: the environment variable NOT_SET is not set",
                        "c.yaml:6: `members.a.ports`: `0x` is not a port; ports go from 1 to 65535",
                        "c.yaml:4: `members.a.command`: {{coordinator.ip}}: no member of this spec is `on:"
                                + " coordinator`");
    }

    @Test
    void refusesTwoMembersOnOneEndpoint() {
        assertThat(mistakes(
                        "hosts: 3\nmembers:\n  a: {command: 'true', ports: [80]}\n  b: {command: 'true', ports: [80]}"))
                .containsExactly(
                        "c.yaml: members `a` and `b` both use port 80 on the same host (127.200.0.1); give one of them"
                                + " another port or place");
        assertThat(plan("members:\n"
                                + "  a: {command: 'true', ports: [80]}\n"
                                + "  b: {command: 'true', ports: [80], on: coordinator}")
                        .members())
                .hasSize(2);
    }

    @Test
    @Tag("R8")
    void isShownWithoutSecretsAndInheritedVariables() throws IOException {
        ClusterPlan plan = plan("""
                apiKey: true
                hosts: 2
                members:
                  a: {command: [env, "it's"], env: {A: b c}, ports: [80], after: [m]}
                  m: {command: 'true', on: coordinator}
                """);
        assertThat(plan.toText())
                .contains("cluster my-spec: 2 hosts, 3 members, network 200 (127.200.#.1, # is the host)")
                .contains("a-1  127.200.1.1\n  command    /usr/bin/env 'it'\\''s'\n")
                .contains(
                        "  env        A='b c'\n",
                        "  env        MULTIHOST_API_KEY='***'\n",
                        "  ready      tcp 127.200.1.1:80, within 1m\n",
                        "  after      m\n")
                .doesNotContain(KEY, "LANG");
        JsonNode json = new ObjectMapper().readTree(plan.toJson());
        assertThat(json.at("/members/1/name").asText()).isEqualTo("a-1");
        assertThat(json.at("/members/1/ports/0").asInt()).isEqualTo(80);
        assertThat(json.at("/members/1/env/MULTIHOST_API_KEY").asText()).isEqualTo("***");
        assertThat(json.at("/members/1/restart/on/0").asInt()).isEqualTo(55);
        assertThat(plan.toJson()).doesNotContain(KEY, "LANG");
        assertThat(plan + " " + plan.members() + inputs(1)).doesNotContain(KEY);
    }

    @Test
    @Tag("R5")
    void findsTheClassPath() throws IOException {
        for (String jar : List.of("b.jar", "a.jar", "notes.txt", "deep/er/c.jar")) {
            Files.createDirectories(home.resolve("my lib").resolve(jar).getParent());
            Files.createFile(home.resolve("my lib").resolve(jar));
        }
        Path lib = home.resolve("my lib");
        assertThat(classPath("['my lib/*.jar']")).isEqualTo(lib + "/a.jar:" + lib + "/b.jar");
        assertThat(classPath("['my lib/**/*.jar', members.jar]"))
                .isEqualTo(lib + "/deep/er/c.jar:" + home.resolve("members.jar"));
        assertThat(classPath("['{{spec.dir}}/my lib/{b,deep/er/c}.jar', 'my lib']"))
                .isEqualTo(lib + "/b.jar:" + lib + "/deep/er/c.jar:" + lib);
        assertThat(mistakes("""
                members:
                  a:
                    command: ['true', '{{classpath}}']
                    classpath: [lib/*.jar, gone.jar]
                  b:
                    command: ['true', '{{classpath}}']
                """))
                .containsExactly(
                        "c.yaml:4: `members.a.classpath` names `lib/*.jar`, but nothing in " + home.resolve("lib")
                                + " matches; put the jars there first",
                        "c.yaml:6: `members.b.command`: {{classpath}}: this kind of member has no `classpath`; write"
                                + " one, like classpath: [lib/*.jar]");
    }

    private String classPath(String list) {
        return plan("members: {a: {command: ['true', '{{classpath}}'], classpath: " + list + "}}")
                .members()
                .get(0)
                .command()
                .get(1);
    }

    @Test
    @Tag("R5")
    void looksAtTheFilesBeforeAnythingIsStarted() throws IOException {
        Files.writeString(home.resolve("conf.tpl"), "ip={{ip}}\nport={{prot}}\n");
        Files.write(home.resolve("image"), new byte[] {(byte) 0xFF});
        Files.createSymbolicLink(home.resolve("device"), Path.of("/dev/zero"));
        assertThat(mistakes("""
                hosts: 2
                members:
                  a:
                    command: 'true'
                    files:
                      text: "{{nothing}}"
                      gone: {from: gone.conf}
                      folder: {from: .}
                      conf: {from: conf.tpl, template: true}
                      image: {from: image, template: true}
                      device: {from: device, template: true}
                """))
                .anyMatch(line -> line.startsWith("c.yaml:6: `members.a.files.text`: {{nothing}} has no value here"))
                .anyMatch(line -> line.startsWith(
                        home.resolve("conf.tpl") + ":2: `members.a.files.conf`: {{prot}} has no value here"))
                .contains(
                        "c.yaml:7: `members.a.files.gone` names " + home.resolve("gone.conf")
                                + ", which does not exist",
                        "c.yaml:8: `members.a.files.folder` names " + home
                                + ", which is a directory; name the files in it",
                        "c.yaml:10: `members.a.files.image` names " + home.resolve("image")
                                + ", which is not UTF-8, so that no templates can be filled in; leave `template` out",
                        "c.yaml:11: `members.a.files.device` names " + home.resolve("device")
                                + ", which is no regular file (a pipe or a device?), so that reading it may never end;"
                                + " name a file")
                .hasSize(6);
    }

    @Test
    @Tag("R8")
    void showsAllThatIsDoneForAStart() throws IOException {
        Files.writeString(home.resolve("raw"), "{{");
        ClusterPlan plan = plan("""
                hosts: 2
                members:
                  a:
                    command: [env, usual]
                    first: [env, bootstrap]
                    init: [[env, format], 'echo text']
                    files: {data/myid: "{{number}}\\nof {{others}} others", raw: {from: raw, mode: "0400"}}
                    formed: {log: "servers={{count}}"}
                    start: one-by-one
                    stdin: open
                setup: [[env, create, "{{#hosts}}{{ip}}{{^-last}},{{/-last}}{{/hosts}}"]]
                """);
        assertThat(plan.toText())
                .contains("a-0  127.200.0.1\n  init       /usr/bin/env format\n  init       /bin/sh -c 'echo text'\n"
                        + "  first      /usr/bin/env bootstrap\n  command    /usr/bin/env usual\n")
                .contains("a-1  127.200.1.1\n  init       /usr/bin/env format\n  init       /bin/sh -c 'echo text'\n"
                        + "  command    /usr/bin/env usual\n")
                .contains(
                        "  file       data/myid (0644)\n             | 2\n             | of 1 others\n",
                        "  file       raw (0400) a copy of " + home.resolve("raw") + "\n",
                        "  formed     a log line that matches servers=2, within 1m\n",
                        "  stdin      open\n",
                        "  after      a-0\n",
                        "setup, once, when all are ready\n  command    /usr/bin/env create 127.200.0.1,127.200.1.1\n");
        JsonNode json = new ObjectMapper().readTree(plan.toJson());
        assertThat(json.at("/members/0/first/1").asText()).isEqualTo("bootstrap");
        assertThat(json.at("/members/1/first").isMissingNode()).isTrue();
        assertThat(json.at("/members/1/init/0/1").asText()).isEqualTo("format");
        assertThat(json.at("/members/1/files/0/text").asText()).isEqualTo("2\nof 1 others");
        assertThat(json.at("/members/1/files/1/mode").asText()).isEqualTo("0400");
        assertThat(json.at("/members/1/formed/probe").asText()).contains("servers=2");
        assertThat(json.at("/members/1/after/0").asText()).isEqualTo("a-0");
        assertThat(json.at("/setup/commands/0/1").asText()).isEqualTo("create");
    }

    @Test
    @Tag("R8")
    void showsTheStartArchiveOfAClassPath() throws IOException {
        environment.put("MULTIHOST_CACHE_HOME", home.resolve("cache").toString());
        Files.createFile(home.resolve("a.jar"));
        Files.createFile(Files.createDirectories(home.resolve("jdk/bin")).resolve("java"))
                .toFile()
                .setExecutable(true);
        String yaml = "hosts: 2\nmembers: {a: {command: [jdk/bin/java, -jar, '{{spec.dir}}/a.jar'], cds: auto}}";
        assertThat(plan(yaml).toText()).contains("  cds        none: " + home.resolve("jdk/bin/java") + " is of a JDK");

        Files.writeString(home.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"17.0.1+1\"\nJAVA_VERSION=\"17.0.1\"\n");
        ClusterPlan plan = plan(yaml);
        assertThat(plan.toText())
                .contains("  cds        made when the cluster is ready, as " + home.resolve("cache/archives"));
        assertThat(new ObjectMapper()
                        .readTree(plan.toJson())
                        .at("/members/1/cds")
                        .asText())
                .startsWith("made when the cluster is ready, as ");
        assertThat(plan("members: {a: {command: 'true'}}").toText()).doesNotContain("cds");
    }

    @Test
    @Tag("R8")
    void readsTheArgumentFilesOfAJavaCommand() throws IOException {
        environment.put("MULTIHOST_CACHE_HOME", home.resolve("cache").toString());
        Files.createFile(home.resolve("a.jar"));
        Files.createFile(Files.createDirectories(home.resolve("jdk/bin")).resolve("java"))
                .toFile()
                .setExecutable(true);
        Files.writeString(home.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"17.0.1+1\"\nJAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(home.resolve("beside"), "-Xmx64m # memory\n");
        String made = "  cds        made when the cluster is ready, as " + home.resolve("cache/archives");
        assertThat(plan("members: {a: {command: [jdk/bin/java, '@{{spec.dir}}/beside', -cp, '{{spec.dir}}/a.jar',"
                                + " Main], cds: auto}}")
                        .toText())
                .contains(made);
        assertThat(plan("members: {a: {command: [jdk/bin/java, '@x.options', Main], cds: auto,"
                                + " files: {x.options: '-cp \"{{spec.dir}}/a.jar\"'}}}")
                        .toText())
                .contains(made);
        assertThat(plan("members: {a: {command: [jdk/bin/java, '@gone', -cp, /a.jar, Main], cds: auto}}")
                        .toText())
                .contains("  cds        none: the argument file @gone (" + home.resolve("members/a-0/gone")
                        + ") cannot be read: no such file or directory");
    }

    @Test
    @Tag("F14")
    void refusesAStartArchiveOfWhatCannotHaveOne() throws IOException {
        Files.createFile(Files.createDirectories(home.resolve("jdk/bin")).resolve("java"))
                .toFile()
                .setExecutable(true);
        assertThat(mistakes("members:\n  a: {command: [env, java], cds: auto}\n"
                        + "  b: {command: [jdk/bin/java, Main], cds: auto}\n"
                        + "  c: {command: [jdk/bin/java, -jar, c.jar], cds: auto}"))
                .containsExactly(
                        "c.yaml:2: `members.a.cds` needs a command that starts java itself, and not /usr/bin/env",
                        "c.yaml:3: `members.b.cds`: the command has neither -cp nor -jar among its options",
                        "c.yaml:4: `members.c.cds`: the command has `c.jar` in its class path; a member runs in a"
                                + " directory of its own, so give absolute paths");
    }

    @Test
    @Tag("R5")
    void refusesAUserThatCannotBe() {
        assertThat(mistakes("members: {a: {command: 'true', user: no-such-user}}"))
                .singleElement()
                .asString()
                .matches("c.yaml:1: `members.a.user`: (there is no user `no-such-user` on this machine.*"
                        + "|a member can only run as another user, `no-such-user`, when root runs .*)");
        assertThat(plan("members: {a: {command: 'true', user: " + System.getProperty("user.name") + "}}")
                        .members()
                        .get(0)
                        .start()
                        .account())
                .isNull();
    }

    @Test
    void plansTheLargestCluster() {
        ClusterPlan plan = ClusterPlan.of(SpecLoader.defaultCluster(home), inputs(254));
        assertThat(plan.members()).hasSize(255);
        assertThat(plan.members().stream()
                        .flatMap(each -> each.ports().stream())
                        .distinct())
                .hasSize(1 + 2 * 254);
    }

    private Probe probe(String line) {
        return plan("hosts: 2\nmembers: {a: {command: 'true', " + line + "}}")
                .members()
                .get(0)
                .ready()
                .probe();
    }

    private ClusterPlan plan(String yaml) {
        return ClusterPlan.of(spec(yaml), inputs(null));
    }

    private SpecFile spec(String yaml) {
        return SpecLoader.parse(yaml, "c.yaml", home, "my-spec");
    }

    private List<String> mistakes(String yaml) {
        SpecException mistakes = catchThrowableOfType(SpecException.class, () -> plan(yaml));
        assertThat(mistakes).isNotNull();
        return String.valueOf(mistakes.getMessage()).lines().toList();
    }

    private PlanInputs inputs(@Nullable Integer hosts) {
        return new PlanInputs(
                hosts,
                Set.of(),
                Map.of(),
                new LoopbackNetwork(200),
                home.resolve("members"),
                KEY,
                environment,
                JvmLaunchOptions.plain(Path.of("/usr/bin/env")),
                home.resolve("members.jar"),
                16L << 30,
                HeapLimit.DEFAULT_CAP);
    }
}
