package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    @Test
    void isWrittenAsAddressAndPort() {
        assertThat(new Endpoint("127.100.0.1", 28080)).hasToString("127.100.0.1:28080");
        assertThat(new Endpoint("255.0.10.1", 1).socketAddress().getAddress().getHostAddress())
                .isEqualTo("255.0.10.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "127.0.1", "127.0.0.0.1", "127.0.0.256", "127.0.0.01", "127..0.1", "::1"})
    void refusesHostNamesAndInvalidAddresses(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(address, 80))
                .withMessage("'" + address + "' is not an IPv4 address: write it like 127.100.0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void refusesInvalidPorts(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint("127.100.0.1", port))
                .withMessageContaining("choose one from 1 to 65535");
    }
}
