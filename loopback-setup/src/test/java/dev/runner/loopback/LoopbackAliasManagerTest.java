package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

@Tag("F16")
final class LoopbackAliasManagerTest {
    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(100);

    @TempDir
    Path temporary;

    private final FakeMac mac = new FakeMac();
    private Path daemons = Path.of("");

    @BeforeEach
    void makeDaemonDirectory() throws IOException {
        daemons = Files.createDirectory(temporary.resolve("LaunchDaemons"));
    }

    @Test
    void addsExactlyWhatIsMissing() throws Exception {
        mac.assigned.add("127.100.1.1");
        LoopbackAliasPlan plan = alias().planAdd(NETWORK, 2, false);
        assertThat(plan.explanation()).isEqualTo("3 of 4 addresses of network 100 are missing");
        assertThat(lines(plan))
                .containsExactly(
                        "sudo ifconfig lo0 alias 127.100.0.1 netmask 255.255.255.255",
                        "sudo ifconfig lo0 alias 127.100.254.1 netmask 255.255.255.255",
                        "sudo ifconfig lo0 alias 127.100.255.1 netmask 255.255.255.255");
        alias().run(plan);
        assertThat(alias().planAdd(NETWORK, 2, false).isEmpty()).isTrue();
        assertThat(alias().planAdd(NETWORK, 2, false).explanation())
                .isEqualTo("all 4 addresses of network 100 are there");
    }

    @Test
    void removesExactlyWhatItAdded() throws Exception {
        mac.assigned.add("127.100.1.1");
        alias().run(alias().planAdd(NETWORK, 2, false));
        alias().run(alias().planAdd(new LoopbackNetwork(101), 1, false));
        LoopbackAliasPlan plan = alias().planRemove(NETWORK);
        assertThat(lines(plan))
                .containsExactly(
                        "sudo ifconfig lo0 -alias 127.100.0.1",
                        "sudo ifconfig lo0 -alias 127.100.254.1",
                        "sudo ifconfig lo0 -alias 127.100.255.1");
        alias().run(plan);
        assertThat(mac.assigned)
                .containsExactly("127.0.0.1", "127.100.1.1", "127.101.0.1", "127.101.254.1", "127.101.255.1");
        assertThat(alias().planRemove(NETWORK).isEmpty()).isTrue();
    }

    @Test
    void doesNotRemoveAddressesThatARestartHasRemoved() throws Exception {
        alias().run(alias().planAdd(NETWORK, 1, false));
        mac.assigned.clear();
        assertThat(alias().planRemove(NETWORK).isEmpty()).isTrue();
    }

    @Test
    void namesTheFailedCommandAndRecordsTheEarlierOnes() throws Exception {
        LoopbackAliasPlan plan = alias().planAdd(NETWORK, 1, false);
        mac.failing = "127.100.254.1";
        assertThatThrownBy(() -> alias().run(plan))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "`sudo ifconfig lo0 alias 127.100.254.1 netmask 255.255.255.255` failed with exit code 1");
        assertThat(lines(alias().planRemove(NETWORK))).containsExactly("sudo ifconfig lo0 -alias 127.100.0.1");
    }

    @Test
    void persistInstallsALaunchDaemonAndUnaliasRemovesIt() throws Exception {
        LoopbackAliasPlan plan = alias().planAdd(NETWORK, 1, true);
        Path file = daemons.resolve("dev.runner.loopback.100.plist");
        Path staged = temporary.resolve("state/dev.runner.loopback.100.plist");
        assertThat(lines(plan))
                .endsWith(
                        "sudo install -o root -g wheel -m 644 " + staged + " " + file,
                        "sudo launchctl bootstrap system " + file);
        alias().run(plan);
        assertThat(staged).content(StandardCharsets.UTF_8).contains("RunAtLoad");

        Files.copy(staged, file);
        assertThat(lines(alias().planAdd(NETWORK, 1, true)))
                .startsWith("sudo launchctl bootout system/dev.runner.loopback.100");
        assertThat(lines(alias().planRemove(NETWORK)))
                .startsWith("sudo launchctl bootout system/dev.runner.loopback.100", "sudo rm " + file)
                .hasSize(5);
        mac.failing = "bootout";
        alias().run(alias().planRemove(NETWORK));
        assertThat(mac.assigned).containsExactly("127.0.0.1");
    }

    @Test
    void theLaunchDaemonIsValidXmlThatAddsAllAddresses() throws Exception {
        String plist = new LaunchDaemon(NETWORK, daemons).plist(254);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        NodeList strings = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(plist.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("string");
        assertThat(strings.item(0).getTextContent()).isEqualTo("dev.runner.loopback.100");
        assertThat(strings.item(1).getTextContent()).isEqualTo("/bin/sh");
        assertThat(addressesThatTheShellAdds(strings.item(3).getTextContent())).isEqualTo(NETWORK.addresses(254));
    }

    @Test
    void everyCommandNeedsRootAndNothingElseIsRun() throws Exception {
        assertThat(alias().planAdd(NETWORK, 3, true).commands())
                .allSatisfy(command -> assertThat(command).first().isEqualTo("sudo"));
    }

    @Test
    void doesNothingOnLinux() throws Exception {
        LoopbackAliasManager linux = new LoopbackAliasManager(HostOs.LINUX, mac, temporary, daemons);
        for (LoopbackAliasPlan plan : List.of(linux.planAdd(NETWORK, 4, true), linux.planRemove(NETWORK))) {
            assertThat(plan.isEmpty()).isTrue();
            assertThat(plan.explanation()).startsWith("nothing to do: Linux has all addresses of 127.0.0.0/8");
        }
    }

    @Test
    @Tag("F20")
    void aNumberOfHostsWithoutAddressesIsRefused() {
        assertThatThrownBy(() -> alias().planAdd(NETWORK, 255, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheAddressesOfIfconfig() {
        assertThat(IfconfigOutput.addresses(FakeMac.LO0 + "\tinet 127.100.0.1 netmask 0xffffffff\n"))
                .containsExactly("127.0.0.1", "127.100.0.1");
    }

    private LoopbackAliasManager alias() {
        return new LoopbackAliasManager(HostOs.MACOS, mac, temporary.resolve("state"), daemons);
    }

    private static List<String> lines(LoopbackAliasPlan plan) {
        return plan.commands().stream()
                .map(command -> String.join(" ", command))
                .toList();
    }

    /** Runs the daemon's script with an ifconfig that prints its arguments. */
    private static List<String> addressesThatTheShellAdds(String script) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", script.replace("/sbin/ifconfig", "echo")).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .map(line -> line.replace("lo0 alias ", "").replace(" netmask 255.255.255.255", ""))
                .toList();
    }

    /** A fake of ifconfig that adds and removes addresses. */
    private static final class FakeMac implements LoopbackAliasManager.CommandRunner {
        static final String LO0 = """
                lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
                \toptions=1203<RXCSUM,TXCSUM,TXSTATUS,SW_TIMESTAMP>
                \tinet 127.0.0.1 netmask 0xff000000
                \tinet6 ::1 prefixlen 128
                \tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1
                \tnd6 options=201<PERFORMNUD,DAD>
                """;

        final Set<String> assigned = new LinkedHashSet<>(List.of("127.0.0.1"));
        String failing = "";

        @Override
        public int run(List<String> command) {
            if (command.contains(failing)) {
                return 1;
            }
            if (command.contains("alias")) {
                assigned.add(command.get(4));
            } else if (command.contains("-alias")) {
                assigned.remove(command.get(4));
            }
            return 0;
        }

        @Override
        public String outputOf(List<String> command) {
            assertThat(command).containsExactly("/sbin/ifconfig", "lo0");
            List<String> lines = new ArrayList<>(List.of(LO0.replace("\tinet 127.0.0.1 netmask 0xff000000\n", "")));
            assigned.forEach(address -> lines.add("\tinet " + address + " netmask 0xffffffff\n"));
            return String.join("", lines);
        }
    }
}
