package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runner.cluster.ClusterFixture.Wish;
import dev.runner.cluster.spec.SpecException;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberEvent.Kind;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs under a debugger, as far as its handshake. */
@Tag("R12")
@Timeout(60)
class DebuggerOptionsTest {
    private static final String HANDSHAKE = "JDWP-Handshake";

    @TempDir
    Path home;

    @Test
    void aDebuggerAttachesToAProgramAndToWhatAScriptStarts() throws Exception {
        String yaml = spec("command: [" + java() + ", Up.java]", "command: 'cd {{dir}} && " + java() + " Up.java'");
        DebuggerOptions all = new DebuggerOptions(true, Set.of(), Set.of());
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.debugging(all))) {
            real.awaitReady();

            assertThat(handshake(real.address("direct-0"))).isEqualTo(HANDSHAKE);
            assertThat(handshake(real.address("script"))).isEqualTo(HANDSHAKE);
        }
    }

    @Test
    @Tag("R2")
    void aSuspendedMemberIsNotGivenUpAndTheOthersAreNotDebugged() throws Exception {
        String yaml = spec("command: [" + java() + ", Up.java]", "command: 'echo up $JAVA_TOOL_OPTIONS; exec sleep 60'")
                .replace("30s", "1s");
        DebuggerOptions one = new DebuggerOptions(false, Set.of(), Set.of("direct-0"));
        try (ClusterFixture real = ClusterFixture.start(home, yaml, Wish.debugging(one))) {
            real.awaitState("script", LifecycleState.READY);
            assertThat(real.log("script")).isEqualTo("up\n");
            long begun = System.nanoTime();
            await().until(() -> System.nanoTime() - begun > 1_500_000_000L);

            assertThat(real.member("direct-0").state()).isEqualTo(LifecycleState.STARTING);
            assertThat(real.log("direct-0")).doesNotContain("up");
            assertThat(real.told(Kind.CRASHED)).isEmpty();
            assertThat(real.fatals).isEmpty();
        }
    }

    @Test
    void namesAMemberThatIsNotThere() throws Exception {
        DebuggerOptions unknown = new DebuggerOptions(false, Set.of("direct-9"), Set.of());
        assertThatThrownBy(() -> ClusterFixture.start(
                        home, spec("command: sleep 60", "command: sleep 60"), Wish.debugging(unknown)))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("--debug and --suspend name direct-9, but the members are direct-0, script");
    }

    private String spec(String direct, String script) throws IOException {
        for (String member : new String[] {"direct-0", "script"}) {
            Path directory = Files.createDirectories(home.resolve(".runner/test/members/" + member));
            Files.writeString(directory.resolve("Up.java"), """
                    class Up {
                        public static void main(String[] words) throws Exception {
                            System.out.println("up");
                            Thread.sleep(60_000);
                        }
                    }
                    """);
        }
        return "hosts: 1\nmembers:\n  direct: {" + direct
                + ", ready: {log: '^up', timeout: 30s}}\n  script: {on: coordinator, " + script
                + ", ready: {log: '^up'}}\n";
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String handshake(String address) throws IOException {
        try (Socket socket = new Socket(address, DebuggerOptions.PORT)) {
            socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[HANDSHAKE.length()];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }
}
