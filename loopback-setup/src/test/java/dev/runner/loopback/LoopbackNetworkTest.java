package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackNetworkTest {
    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(LoopbackNetwork.DEFAULT);

    @Test
    @Tag("F22")
    void everyOrdinalHasItsPinnedAddress() {
        for (int ordinal = 0; ordinal < 254; ordinal++) {
            assertThat(NETWORK.host(ordinal)).isEqualTo("127.100." + ordinal + ".1");
        }
    }

    @Test
    @Tag("F4")
    void managerAndCoordinatorHaveTheirPinnedAddresses() {
        assertThat(NETWORK.manager()).isEqualTo("127.100.254.1");
        assertThat(NETWORK.coordinator()).isEqualTo("127.100.255.1");
        assertThat(LoopbackNetwork.MANAGER_ORDINAL).isEqualTo(254);
        assertThat(LoopbackNetwork.COORDINATOR_ORDINAL).isEqualTo(255);
    }

    @Test
    @Tag("F22")
    void noTwoMembersOfAnyNetworksShareAnAddress() {
        Set<String> seen = new HashSet<>();
        for (int number = 1; number <= 255; number++) {
            assertThat(everyAddress(new LoopbackNetwork(number)))
                    .allSatisfy(
                            address -> assertThat(seen.add(address)).as(address).isTrue());
        }
        assertThat(seen).hasSize(255 * 256);
    }

    @Test
    @Tag("F22")
    void everyAddressIsALoopbackAddressInItsShortestForm() throws UnknownHostException {
        for (int number = 1; number <= 255; number++) {
            for (String address : everyAddress(new LoopbackNetwork(number))) {
                InetAddress parsed = InetAddress.getByName(address);
                assertThat(parsed.isLoopbackAddress()).as(address).isTrue();
                assertThat(parsed.getHostAddress()).isEqualTo(address);
            }
        }
    }

    @Test
    @Tag("F4")
    void noAddressIsLocalhostOrEndsInZero() {
        for (int number = 1; number <= 255; number++) {
            assertThat(everyAddress(new LoopbackNetwork(number)))
                    .doesNotContain("127.0.0.1")
                    .noneMatch(address -> address.endsWith(".0"));
        }
    }

    @Test
    @Tag("F6")
    void theTemplateNamesTheSameAddresses() {
        LoopbackNetwork network = new LoopbackNetwork(7);
        assertThat(network.hostTemplate()).isEqualTo("127.7.#.1");
        for (int ordinal = 0; ordinal < LoopbackNetwork.MAX_HOSTS; ordinal++) {
            assertThat(network.hostTemplate().replace("#", Integer.toString(ordinal)))
                    .isEqualTo(network.host(ordinal));
        }
    }

    @Test
    @Tag("F5")
    @Tag("F19")
    void thePortsAreFixed() {
        assertThat(ClusterPorts.HTTP).isEqualTo(28080);
        assertThat(ClusterPorts.EXCHANGE).isEqualTo(29000);
    }

    @Test
    void hostsAreListedInTheirOrder() {
        assertThat(NETWORK.hosts(3)).containsExactly("127.100.0.1", "127.100.1.1", "127.100.2.1");
        assertThat(NETWORK.hosts(254)).hasSize(254).endsWith("127.100.253.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 255, 256, 300})
    @Tag("F20")
    void aNumberOfHostsWithoutAddressesIsRefused(int hosts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopbackNetwork.checkHosts(hosts))
                .withMessageContaining("cannot have " + hosts + " hosts: choose 1 to 254");
        assertThatIllegalArgumentException().isThrownBy(() -> NETWORK.hosts(hosts));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 253, 254})
    @Tag("F20")
    void everyPossibleNumberOfHostsIsAccepted(int hosts) {
        assertThatCode(() -> LoopbackNetwork.checkHosts(hosts)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 254, 255})
    void managerAndCoordinatorAreNotHosts(int ordinal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NETWORK.host(ordinal))
                .withMessageContaining("0 to 253");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    @Tag("F8")
    void aNetworkThatDoesNotExistIsRefused(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoopbackNetwork(number))
                .withMessageContaining("choose one from 1 to 255");
    }

    @Test
    void aClusterHasTheAddressesOfItsHostsItsManagerAndItsCoordinator() {
        assertThat(NETWORK.addresses(2))
                .containsExactly("127.100.0.1", "127.100.1.1", "127.100.254.1", "127.100.255.1");
    }

    private static List<String> everyAddress(LoopbackNetwork network) {
        return network.addresses(LoopbackNetwork.MAX_HOSTS);
    }
}
