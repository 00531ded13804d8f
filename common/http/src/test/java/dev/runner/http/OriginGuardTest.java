package dev.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V5")
class OriginGuardTest {

    private final OriginGuard local = new OriginGuard(BindAddress.of("127.0.0.1", 9100));
    private final OriginGuard host = new OriginGuard(BindAddress.of("127.100.0.1", 28080));
    private final OriginGuard everywhere = new OriginGuard(BindAddress.of("0.0.0.0", 9100));

    @Test
    void allowsItsOwnAddressAndPort() {
        assertThat(local.allows("127.0.0.1:9100", null)).isTrue();
        assertThat(local.allows("LocalHost:9100", "http://localhost:9100")).isTrue();
        assertThat(host.allows("127.100.0.1:28080", "http://127.100.0.1:28080")).isTrue();
        assertThat(everywhere.allows("192.168.1.7:9100", null)).isTrue();
        assertThat(everywhere.allows("localhost:9100", null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:9100",
                "127.0.0.1",
                "127.0.0.1:9101",
                "127.0.0.1.evil.example:9100",
                ":9100",
                "",
                "["
            })
    void refusesForeignHosts(String name) {
        assertThat(local.allows(name, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:9100", "http://127.0.0.1:3000", ""})
    void refusesForeignOrigins(String origin) {
        assertThat(local.allows("127.0.0.1:9100", origin)).isFalse();
    }

    @Test
    void refusesNamesOfOtherAddresses() {
        assertThat(host.allows("localhost:28080", null)).isFalse();
        assertThat(everywhere.allows("evil.example:9100", null)).isFalse();
        assertThat(local.allows(null, null)).isFalse();
    }
}
