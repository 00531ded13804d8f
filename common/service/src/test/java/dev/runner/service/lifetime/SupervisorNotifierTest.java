package dev.runner.service.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorNotifierTest {

    @TempDir
    private Path directory;

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("notices");
        Process mkfifo = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start();
        assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();
        return pipe;
    }

    private static SupervisorNotifier notices(Path pipe) {
        return SupervisorNotifier.of(
                Map.of("MULTIHOST_NOTICES", pipe.toString(), "MULTIHOST_COOKIE", "k3f9x2/worker-2/1"));
    }

    @Test
    void writesOneLineWithTheCookie() throws Exception {
        Path pipe = pipe();
        try (RandomAccessFile held = new RandomAccessFile(pipe.toFile(), "rw");
                BufferedReader reader = Files.newBufferedReader(pipe)) {
            assertThat(held).isNotNull();
            notices(pipe).ready();
            notices(pipe).done();

            assertThat(reader.readLine()).isEqualTo("k3f9x2/worker-2/1 ready");
            assertThat(reader.readLine()).isEqualTo("k3f9x2/worker-2/1 done");
        }
    }

    @Test
    void isNotBlockedByADeadSupervisor() throws Exception {
        notices(pipe()).done(); // opening a pipe without a reader for writing alone would wait for ever
    }

    @Test
    void toleratesAMissingPipe() {
        notices(directory.resolve("missing")).ready();

        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void doesNothingWithoutASupervisor() {
        SupervisorNotifier.of(Map.of()).ready();
    }
}
