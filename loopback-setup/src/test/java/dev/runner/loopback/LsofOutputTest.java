package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
final class LsofOutputTest {
    private static final String OUTPUT =
            "p501\ncjava\nf45\nn127.100.2.1:28080\nf46\nn[::ffff:127.100.3.1]:28080\np777\ncnginx\nf6\nn*:28080\n";

    @Test
    void readsEveryListenerOfEveryProcess() {
        assertThat(parse(OUTPUT))
                .containsExactly(
                        owner("127.100.2.1", 501, "java"),
                        owner("127.100.3.1", 501, "java"),
                        owner("0.0.0.0", 777, "nginx"));
    }

    @Test
    void prefersAnExactAddressToAWildcard() {
        List<PortOwner> owners = parse("p777\ncnginx\nf6\nn*:28080\np501\ncjava\nf45\nn127.100.2.1:28080\n");
        assertThat(LsofOutput.holderOf(new Endpoint("127.100.2.1", 28080), owners))
                .contains(owner("127.100.2.1", 501, "java"));
        assertThat(LsofOutput.holderOf(new Endpoint("127.100.9.1", 28080), owners))
                .contains(owner("0.0.0.0", 777, "nginx"));
        assertThat(LsofOutput.holderOf(new Endpoint("127.100.9.1", 28081), owners))
                .isEmpty();
    }

    @Test
    void findsNothingInEmptyOutput() {
        assertThat(parse("")).isEmpty();
        assertThat(LsofPortOwnerLookup.command(28080))
                .containsExactly("/usr/sbin/lsof", "-nP", "-iTCP:28080", "-sTCP:LISTEN", "-F", "pcn");
    }

    private static List<PortOwner> parse(String output) {
        return LsofOutput.parse(output, (pid, program) -> program);
    }

    private static PortOwner owner(String address, long pid, String command) {
        return new PortOwner(address, 28080, OptionalLong.of(pid), command, "", true);
    }
}
