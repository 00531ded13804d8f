package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessTableTest {
    @TempDir
    Path proc;

    private void process(long pid, String name, String state, int threads, String environ) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        String stat = pid + " (" + name + ") " + state + " 1 40 30 0 -1 4194304 9 8 7 6 5 4 3 2 20 0 " + threads
                + " 0 123456 9999 88 18446744073709551615\n";
        Files.write(directory.resolve("stat"), stat.getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(directory.resolve("environ"), environ);
    }

    private List<ProcessInfo> scan() throws IOException {
        return new LinuxProcessTable(proc).scan();
    }

    @Test
    void readsWhatFollowsTheNameWhateverTheNameIs() throws IOException {
        for (String name : List.of("sh", "a b", "a) Z 1 2 3", "((", "a\nb", ")\n) R", "\u00e4")) {
            process(50, name, "S", 1, "");
            ProcessInfo info = scan().get(0);
            assertThat(info.pid()).isEqualTo(50);
            assertThat(List.of(info.parent(), info.group(), info.session())).containsExactly(1L, 40L, 30L);
            assertThat(info.startTime()).isEqualTo("123456");
        }
    }

    @Test
    void zombiesAreNotAliveButALeaderWhoseThreadsRunIs() throws IOException {
        process(50, "dead", "Z", 1, "");
        process(51, "dead", "X", 1, "");
        process(52, "its first thread has ended", "Z", 2, "");
        assertThat(scan()).extracting(ProcessInfo::pid).containsExactly(52L);
    }

    @Test
    void whatIsNoProcessAndWhatHasJustEndedIsLeftOut() throws IOException {
        Files.writeString(proc.resolve("uptime"), "1 2");
        Files.createDirectories(proc.resolve("self"));
        Files.createDirectories(proc.resolve("77"));
        assertThat(scan()).isEmpty();
        assertThat(new LinuxProcessTable(proc).startTime(77)).isEqualTo("?");
    }

    @Test
    void aTableThatCannotBeReadIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> new LinuxProcessTable(proc.resolve("missing")).scan())
                .withMessageContaining("cannot be read");
    }

    @Test
    void theCookieIsTheVariableOfExactlyThatName() throws IOException {
        process(50, "sh", "S", 1, "A=1\0MY_MULTIHOST_COOKIE=no\0MULTIHOST_COOKIE=r/w/1\0Z=2\0");
        assertThat(scan().get(0).cookie().get()).isEqualTo("r/w/1");
        process(50, "sh", "S", 1, "MULTIHOST_COOKIES=no\0X=MULTIHOST_COOKIE=no\0");
        assertThat(scan().get(0).cookie().get()).isEmpty();
        process(50, "sh", "S", 1, "MULTIHOST_COOKIE=unended");
        assertThat(scan().get(0).cookie().get()).isEqualTo("unended");
        process(50, "sh", "S", 1, "");
        assertThat(scan().get(0).cookie().get()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theCookiesOfRunsOfThisProcessAreLookedForOnlyWhereTheyCanBe() throws IOException {
        long self = ProcessHandle.current().pid();
        long own = Long.parseLong(new LinuxProcessTable(Path.of("/proc")).startTime(self));
        Files.createDirectories(proc.resolve(Long.toString(self)));
        for (long startTime : new long[] {own - 1, own, own + 1}) {
            process(50, "sh", "S", 1, "MULTIHOST_COOKIE=r/w/1\0");
            String stat = Files.readString(proc.resolve("50/stat"));
            Files.writeString(proc.resolve("50/stat"), stat.replace("123456", Long.toString(startTime)));
            Files.copy(Path.of("/proc/self/stat"), proc.resolve(self + "/stat"), StandardCopyOption.REPLACE_EXISTING);
            ProcessInfo info = LinuxProcessTable.ofThisProcess(proc).scan().stream()
                    .filter(process -> process.pid() == 50)
                    .findFirst()
                    .orElseThrow();
            assertThat(info.cookie().get()).isEqualTo(startTime < own ? "" : "r/w/1");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsThisJvmAsItIs() throws IOException {
        LinuxProcessTable table = new LinuxProcessTable(Path.of("/proc"));
        ProcessHandle self = ProcessHandle.current();
        ProcessInfo info = table.scan().stream()
                .filter(process -> process.pid() == self.pid())
                .findFirst()
                .orElseThrow();
        assertThat(info.parent())
                .isEqualTo(self.parent().map(ProcessHandle::pid).orElse(0L));
        assertThat(table.startTime(self.pid())).isEqualTo(info.startTime());
    }
}
