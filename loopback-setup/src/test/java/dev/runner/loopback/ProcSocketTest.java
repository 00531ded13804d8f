package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
final class ProcSocketTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String REST = " 00000000:00000000 00:00000000 00000000  1003        0 ";

    @Test
    void readsAListenerOfIpv4() {
        assertThat(parse("   0: 0102647F:6DB0 00000000:0000 0A" + REST + "4711 1 0000000000000000 100 0 0 10 0\n"))
                .containsExactly(new ProcSocket("127.100.2.1", 28080, true, 1003, 4711));
    }

    @Test
    void readsTheIpv4AddressThatAnIpv6SocketHolds() {
        assertThat(parse("   0: 0000000000000000FFFF00000102647F:6DB0 " + "0".repeat(32) + ":0000 0A" + REST + "7 1\n"))
                .containsExactly(new ProcSocket("127.100.2.1", 28080, true, 1003, 7));
    }

    @Test
    void readsBothWildcards() {
        assertThat(parse("0: 00000000:6DB0 00000000:0000 0A" + REST + "7 1\n1: " + "0".repeat(32) + ":6DB0 "
                        + "0".repeat(32) + ":0000 0A" + REST + "8 1\n"))
                .extracting(ProcSocket::address)
                .containsExactly("0.0.0.0", "::");
        assertThat(new ProcSocket("::", 1, true, 0, 0).isWildcard()).isTrue();
        assertThat(new ProcSocket("0.0.0.0", 1, true, 0, 0).isWildcard()).isTrue();
        assertThat(new ProcSocket("127.0.0.1", 1, true, 0, 0).isWildcard()).isFalse();
    }

    @Test
    void distinguishesConnectionsAndIgnoresTimeWait() {
        assertThat(parse("0: 0102647F:6DB0 0102647F:9999 08" + REST + "5 1\n1: 0102647F:6DB0 0102647F:9998 06" + REST
                        + "0 1\n"))
                .containsExactly(new ProcSocket("127.100.2.1", 28080, false, 1003, 5));
    }

    @Test
    void skipsOtherPortsIpv6AddressesAndInvalidLines() {
        assertThat(parse("0: 0102647F:6DB1 00000000:0000 0A" + REST + "5 1\n"
                        + "1: 00000000000000000000000001000000:6DB0 " + "0".repeat(32) + ":0000 0A" + REST + "6 1\n"
                        + "\nhalf a li"))
                .isEmpty();
        assertThat(parse("")).isEmpty();
    }

    @Test
    void coversItsAddressAndAWildcardCoversAll() {
        Endpoint endpoint = new Endpoint("127.100.2.1", 80);
        assertThat(new ProcSocket("127.100.2.1", 80, true, 0, 0).covers(endpoint))
                .isTrue();
        assertThat(new ProcSocket("::", 80, true, 0, 0).covers(endpoint)).isTrue();
        assertThat(new ProcSocket("127.100.3.1", 80, true, 0, 0).covers(endpoint))
                .isFalse();
        assertThat(new ProcSocket("127.100.2.1", 81, true, 0, 0).covers(endpoint))
                .isFalse();
        assertThat(new ProcSocket("127.100.3.1", 80, true, 0, 0).covers(new Endpoint("0.0.0.0", 80)))
                .isTrue();
    }

    private static Iterable<ProcSocket> parse(String lines) {
        return ProcSocket.parse(HEADER + lines, Set.of(28080, 29000));
    }
}
