package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InProcessLockTest {
    @Test
    @Tag("F8")
    void ignoresALockInheritedFromAParentProcess() {
        Path path = Path.of("inherited-claim.lock");
        Properties table = System.getProperties();
        String key = "multihost.lease." + path.toAbsolutePath();
        table.setProperty(key, "1");
        try {
            assertThat(new InProcessLock(path).take()).isTrue();
            assertThat(new InProcessLock(path).take()).isFalse();
            new InProcessLock(path).release();
            assertThat(table.getProperty(key)).isNull();
        } finally {
            table.remove(key);
        }
    }
}
