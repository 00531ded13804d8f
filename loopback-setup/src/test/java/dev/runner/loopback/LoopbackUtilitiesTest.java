package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class LoopbackUtilitiesTest {
    @Test
    @Tag("F16")
    void recognizesTheOperatingSystem() {
        assertThat(HostOs.of("Linux")).isEqualTo(HostOs.LINUX);
        assertThat(HostOs.of("Mac OS X")).isEqualTo(HostOs.MACOS);
        assertThat(HostOs.of("Darwin")).isEqualTo(HostOs.MACOS);
        assertThat(HostOs.of("FreeBSD")).isEqualTo(HostOs.OTHER);
    }

    @Test
    void namesUsersOrTheirUids() {
        String passwd = "root:x:0:0::/:/bin/sh\npostgres:x:103:104::/:/bin/false\n";
        assertThat(UserNames.describe(103, passwd)).isEqualTo("user postgres");
        assertThat(UserNames.describe(104, passwd)).isEqualTo("uid 104");
    }

    @Test
    void untrustedTextBecomesOneLineOfLimitedLength() {
        assertThat(SanitizedLine.of("a\u001b[31m\nb\tc ")).isEqualTo("a [31m b c");
        assertThat(SanitizedLine.of("x".repeat(5000))).hasSize(163).endsWith("...");
    }
}
