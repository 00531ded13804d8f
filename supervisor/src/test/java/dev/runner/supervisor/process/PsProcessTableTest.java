package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The output of {@code ps} as macOS 14 prints it. */
class PsProcessTableTest {
    private static final String MACOS = """
                1     0     1 Ss   Mon Jan  5 09:14:02 2026     /sbin/launchd
              512     1   512 S    Mon Jan  5 09:15:11 2026     /usr/libexec/secd
            40123 40001 40123 Ss   Wed Jan 14 18:01:07 2026     /bin/sh -c while :; do sleep 1; done PATH=/usr/bin:/bin MULTIHOST_COOKIE=k3f9/worker-0/1 HOME=/Users/a
            40124 40123 40123 S+   Wed Jan 14 18:01:07 2026     sleep 1 MULTIHOST_COOKIE=k3f9/worker-0/1
            40125 40001 40125 Z    Wed Jan 14 18:01:09 2026     (sh)
            40126 40001 40126 U    Wed Jan 14 18:01:09 2026     java XMULTIHOST_COOKIE=no
            """;

    private static ProcessInfo process(long pid) {
        return PsProcessTable.parse(MACOS).stream()
                .filter(info -> info.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsAllButZombies() {
        assertThat(PsProcessTable.parse(MACOS))
                .extracting(ProcessInfo::pid)
                .containsExactly(1L, 512L, 40123L, 40124L, 40126L);
        ProcessInfo sleep = process(40124);
        assertThat(List.of(sleep.parent(), sleep.group(), sleep.session())).containsExactly(40123L, 40123L, 0L);
    }

    @Test
    void theStartTimeIsTheSameHoweverItIsPadded() {
        assertThat(process(1).startTime()).isEqualTo("Mon Jan 5 09:14:02 2026");
        assertThat(process(40124).startTime()).isEqualTo("Wed Jan 14 18:01:07 2026");
    }

    @Test
    void theCookieIsInTheEnvironmentBehindTheCommand() {
        assertThat(process(40123).cookie().get()).isEqualTo("k3f9/worker-0/1");
        assertThat(process(40124).cookie().get()).isEqualTo("k3f9/worker-0/1");
        assertThat(process(40126).cookie().get()).isEmpty();
        assertThat(process(1).cookie().get()).isEmpty();
    }

    @Test
    void whatIsNoProcessIsLeftOut() {
        assertThat(PsProcessTable.parse("")).isEmpty();
        assertThat(PsProcessTable.parse("ps: illegal option\n\n")).isEmpty();
    }
}
