package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What real members find before their command is run: files, what `init` has done, the command of the first boot. */
@Timeout(60)
@Tag("R5")
class MemberStartsTest {
    private static final String UP = "command: 'echo up; exec sleep 60', ready: {log: up}";

    @TempDir
    Path home;

    private Path member(String name) {
        return home.resolve(".runner/test/members").resolve(name);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void filesAreWrittenIntoTheDirectoryOfEach() throws Exception {
        Files.write(home.resolve("raw bytes"), new byte[] {0, (byte) 0xFF, '{', '{'});
        Files.writeString(home.resolve("run.sh"), "#!/bin/sh\necho {{ip}}\n")
                .toFile()
                .setExecutable(true);
        Files.writeString(home.resolve("peers.tpl"), "{{#hosts}}{{ip}}{{^-last}},{{/-last}}{{/hosts}}\n");
        String yaml = """
                hosts: 2
                members:
                  a:
                    %s
                    files:
                      data/myid: "{{number}}"
                      secret/ключ 1: {text: "{{name}}", mode: "0400"}
                      raw: {from: raw bytes}
                      run.sh: {from: run.sh}
                      conf/peers: {from: "{{spec.dir}}/peers.tpl", template: true, mode: 600}
                """.formatted(UP.replace(", ready", "\n    ready"));
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            Path a1 = member("a-1");
            assertThat(a1.resolve("data/myid")).hasContent("2");
            assertThat(mode(a1.resolve("data/myid"))).isEqualTo("rw-r--r--");
            assertThat(a1.resolve("secret/ключ 1")).hasContent("a-1");
            assertThat(mode(a1.resolve("secret/ключ 1"))).isEqualTo("r--------");
            assertThat(a1.resolve("raw")).hasBinaryContent(new byte[] {0, (byte) 0xFF, '{', '{'});
            assertThat(Files.isExecutable(a1.resolve("run.sh"))).isTrue();
            assertThat(a1.resolve("run.sh")).hasContent("#!/bin/sh\necho {{ip}}\n");
            String net = String.valueOf(real.cluster.plan().network().number());
            assertThat(a1.resolve("conf/peers")).hasContent("127.N.0.1,127.N.1.1\n".replace("N", net));
            assertThat(mode(a1.resolve("conf/peers"))).isEqualTo("rw-------");
        }
    }

    @Test
    void filesAreWrittenAnewAtARestartAlsoThoseThatMayNotBeWritten() throws Exception {
        String yaml = "members: {a: {" + UP + ", files: {conf: {text: right, mode: '0400'}, same: x}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            Object untouched = Files.getAttribute(member("a-0").resolve("same"), "unix:ino");
            Path conf = member("a-0").resolve("conf");
            Files.delete(conf);
            Files.writeString(conf, "wrong");
            ClusterFixture.within(real.cluster.restartMember("a-0"));
            assertThat(conf).hasContent("right");
            assertThat(mode(conf)).isEqualTo("r--------");
            assertThat(Files.getAttribute(member("a-0").resolve("same"), "unix:ino"))
                    .isEqualTo(untouched);
        }
    }

    @Test
    void aLinkNeverLeadsOutOfTheDirectory() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "mine");
        Files.createDirectories(member("a-0"));
        Files.createSymbolicLink(member("a-0").resolve("file"), precious);
        String yaml = "members: {a: {" + UP + ", files: {file: ours}}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.problems).isEmpty();
            assertThat(precious).hasContent("mine");
            assertThat(member("a-0").resolve("file")).hasContent("ours").isRegularFile();
        }
        Files.createSymbolicLink(member("a-0").resolve("folder"), elsewhere);
        try (ClusterFixture real =
                ClusterFixture.start(home, "members: {a: {" + UP + ", files: {folder/precious: ours}}}")) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).message())
                    .startsWith("a-0 could not be started: its file folder/precious cannot be written: "
                            + member("a-0").resolve("folder") + " is not a directory (a symbolic link would lead");
            assertThat(precious).hasContent("mine");
        }
    }

    @Test
    void saysWhatIsInThePlaceOfItsDirectory() throws Exception {
        try (ClusterFixture real =
                ClusterFixture.start(home, "members: {a: {" + UP + "}}").awaitReady()) {
            Files.move(member("a-0"), home.resolve("away"));
            Files.createFile(member("a-0"));
            ClusterFixture.within(real.cluster.restartMember("a-0"));
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).message())
                    .startsWith("a-0 could not be started: " + member("a-0")
                            + " is not a directory; remove what is in its place, or move it away");
        }
    }

    @Test
    @Tag("R4")
    void initRunsOnceForEachDirectoryBeforeTheFirstStart() throws Exception {
        String yaml = """
                hosts: 2
                members:
                  a:
                    files: {conf: "of {{name}}"}
                    env: {WORD: hello}
                    init:
                      - [sh, -c, 'echo "$WORD $MULTIHOST_MEMBER" "$(cat conf)" >> made; echo up to nothing']
                      - 'echo second >> made'
                    command: 'cat made; echo up; exec sleep 60'
                    ready: {log: '^up$'}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.log("a-1")).isEqualTo("up to nothing\nhello a-1 of a-1\nsecond\nup\n");
            assertThat(real.told(MemberEvent.Kind.PREPARING)).containsExactlyInAnyOrder("a-0", "a-0", "a-1", "a-1");
            ClusterFixture.within(real.cluster.restartMember("a-1"));
            real.awaitLog("a-1", "up\nhello a-1 of a-1\nsecond\nup\n");
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.told(MemberEvent.Kind.PREPARING)).isEmpty();
        }
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.anew()).awaitReady()) {
            assertThat(real.told(MemberEvent.Kind.PREPARING)).hasSize(4);
        }
    }

    @Test
    @Tag("R4")
    void aFailedInitIsFatalAndIsTriedAgainFromThereTheNextTime() throws Exception {
        String yaml = """
                members:
                  a:
                    init: [[sh, -c, 'echo one >> made'], [sh, -c, 'echo no room >&2; test -e fixed || exit 55']]
                    command: 'cat made; echo up; exec sleep 60'
                    ready: {log: up}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml)) {
            assertThat(real.awaitEnd()).isEqualTo(ClusterOutcome.FAILED);
            assertThat(real.fatals.get(0).message())
                    .contains("a-0 init command `/usr/bin/sh -c 'echo no room >&2; test -e fixed || exit 55'`"
                            + " ended with exit code 55")
                    .contains("last output:\n    no room\n")
                    .contains("a-0.log");
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.FAILED);
        }
        Files.createFile(member("a-0").resolve("fixed"));
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.log("a-0")).endsWith("one\nup\n").doesNotContain("one\none");
        }
    }

    @Test
    @Tag("F18")
    void initEndsWithTheClusterAndLeavesNothing() throws Exception {
        String yaml = "members: {a: {" + UP + ", init: ['trap \"\" TERM; setsid sleep 61 & echo $! > pid; sleep 61']}}";
        ClusterFixture real = ClusterFixture.start(home, yaml);
        long second;
        try (real) {
            Path file = member("a-0").resolve("pid");
            await().until(() -> Files.exists(file) && Files.size(file) > 1);
            long pid = Long.parseLong(Files.readString(file).strip());
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.STARTING);
            ClusterFixture.within(real.cluster.killMember("a-0"));
            assertThat(ClusterReadinessTest.isAlive(pid)).isFalse();
            assertThat(real.member("a-0").state()).isEqualTo(LifecycleState.STOPPED);
            Files.delete(file);
            var started = real.cluster.startMember("a-0");
            await().until(() -> Files.exists(file) && Files.size(file) > 1);
            assertThat(started).isNotDone();
            second = Long.parseLong(Files.readString(file).strip());
        }
        assertThat(ClusterReadinessTest.isAlive(second)).isFalse();
    }

    @Test
    void theFirstCommandIsForTheFirstMemberUntilItWasReadyOnce() throws Exception {
        String yaml = """
                hosts: 2
                members:
                  a:
                    first: 'test -e tried || { touch tried; exit 55; }; echo bootstrap; exec sleep 60'
                    command: 'echo join; exec sleep 60'
                    ready: {log: 'bootstrap|join'}
                    restart: {delay: 10ms}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.log("a-0")).isEqualTo("bootstrap\n");
            assertThat(real.log("a-1")).isEqualTo("join\n");
            ClusterFixture.within(real.cluster.restartMember("a-0"));
            real.awaitLog("a-0", "bootstrap\njoin\n");
        }
    }

    @Test
    @Tag("R3")
    void membersStartOneByOne() throws Exception {
        String yaml = "hosts: 3\nmembers: {a: {" + UP + ", start: one-by-one}}";
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            List<String> order = real.events.stream()
                    .filter(event -> event.kind() == MemberEvent.Kind.SPAWNED || event.kind() == MemberEvent.Kind.READY)
                    .map(event -> event.kind().label() + " " + event.member().id())
                    .toList();
            assertThat(order)
                    .containsExactly(
                            "spawned a-0", "ready a-0", "spawned a-1", "ready a-1", "spawned a-2", "ready a-2");
        }
    }

    @Test
    void anOpenStandardInputHasNoEnd() throws Exception {
        String yaml = """
                members:
                  open: {command: 'echo up; cat; echo end', stdin: open, ready: {log: up}}
                  closed: {command: 'echo up; cat; echo end; exec sleep 60', ready: {log: end}}
                """;
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.log("closed-0")).isEqualTo("up\nend\n");
            assertThat(real.log("open-0")).isEqualTo("up\n");
            assertThat(real.member("open-0").state()).isEqualTo(LifecycleState.READY);
        }
    }

    @Test
    void aMemberCanRunAsAnotherUser() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("user.name", "").equals("root"), "only root can become another user");
        String yaml = """
                members:
                  a:
                    user: nobody
                    files: {conf: {text: private, mode: "0600"}}
                    init: ['id -un > who']
                    command: 'cat who conf; echo; echo "$USER up"; touch mine; exec sleep 60'
                    ready: {command: [test, -O, mine]}
                  teller:
                    user: nobody
                    command: 'echo "$MULTIHOST_COOKIE ready" >> "$MULTIHOST_NOTICES"; exec sleep 60'
                    ready: {notice: true}
                """;
        // Others may not enter a @TempDir.
        assertThatThrownBy(() -> ClusterFixture.prepare(home, yaml, Wish.NONE))
                .isInstanceOf(MachineNotReadyException.class)
                .hasMessageStartingWith("a-0 is to run as user nobody, who cannot get into " + member("a-0"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ClusterFixture real = ClusterFixture.start(home, yaml).awaitReady()) {
            assertThat(real.log("a-0")).isEqualTo("nobody\nprivate\nnobody up\n");
            assertThat(Files.getOwner(member("a-0").resolve("mine")).getName()).isEqualTo("nobody");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(member("a-0"))))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            real.cluster.log("a-0").resolveSibling("."))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void allIsGivenBackWhereAMembersFilesCannotBeWalked() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("user.name", "").equals("root"), "only root can become another user");
        Files.createDirectories(member("a-0"));
        String name = "x".repeat(250);
        assertThat(sh("for i in $(seq 17); do mkdir " + name + " && cd -P " + name + " || exit 1; done"))
                .isZero();
        try {
            assertThatThrownBy(() ->
                            ClusterFixture.prepare(home, "members: {a: {command: 'true', user: nobody}}", Wish.NONE))
                    .isInstanceOf(MachineNotReadyException.class)
                    .hasMessageContaining("File name too long");
            ClusterFixture.prepare(home, "members: {a: {command: 'true'}}", Wish.NONE)
                    .close();
        } finally {
            assertThat(sh("rm -rf xxx*")).isZero();
        }
    }

    /** In the directory of a-0. */
    private int sh(String script) throws Exception {
        return new ProcessBuilder("sh", "-c", script)
                .directory(member("a-0").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
