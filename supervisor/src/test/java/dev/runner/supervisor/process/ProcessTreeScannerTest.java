package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F13")
class ProcessTreeScannerTest {
    private final ProcessTreeScanner tree = new ProcessTreeScanner(new ProcessTreeId(100, "run/worker-0/1"));

    private static ProcessInfo process(long pid, long parent, long group, long session, String start, String cookie) {
        return new ProcessInfo(pid, parent, group, session, start, () -> cookie);
    }

    private static ProcessInfo stranger(long pid, long parent) {
        return process(pid, parent, pid, pid, "s" + pid, "");
    }

    private List<Long> pids(ProcessInfo... table) throws IOException {
        return tree.in(List.of(table)).stream().map(ProcessInfo::pid).toList();
    }

    @Test
    void belongByGroupBySessionByCookieAndByDescent() throws IOException {
        assertThat(pids(
                        process(100, 1, 100, 100, "a", ""),
                        process(101, 1, 100, 7, "b", ""),
                        process(102, 1, 102, 100, "c", ""),
                        process(103, 1, 103, 103, "d", "run/worker-0/1"),
                        stranger(105, 104),
                        stranger(104, 103),
                        stranger(106, 1)))
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L, 104L, 105L);
    }

    @Test
    void anotherMembersAndAnotherStartsCookieIsNotIts() throws IOException {
        assertThat(pids(
                        process(200, 1, 200, 200, "a", "run/worker-0/11"),
                        process(201, 1, 201, 201, "a", "run/worker-0/2"),
                        process(202, 1, 202, 202, "a", "run/worker-01/1"),
                        process(203, 1, 1000, 1000, "a", "")))
                .isEmpty();
    }

    @Test
    void whatWasSeenToDescendBelongsWhenItsParentsHaveEnded() throws IOException {
        assertThat(pids(process(100, 1, 100, 100, "a", ""), stranger(300, 100))).containsExactly(100L, 300L);
        assertThat(pids(stranger(300, 1), stranger(301, 300))).containsExactly(300L, 301L);
    }

    @Test
    void aReusedPidDoesNot() throws IOException {
        assertThat(pids(process(100, 1, 100, 100, "a", ""), stranger(300, 100))).hasSize(2);
        assertThat(pids(process(300, 1, 300, 300, "later", ""))).isEmpty();
    }

    @Test
    void thisJvmNeverBelongs() throws IOException {
        long self = ProcessHandle.current().pid();
        assertThat(pids(process(self, 100, 100, 100, "a", "run/worker-0/1"))).isEmpty();
    }

    @Test
    void whatCannotBeToldIsAnError() {
        ProcessInfo unseen = new ProcessInfo(300, 1, 300, 300, "a", () -> {
            throw new UncheckedIOException(new IOException("too many open files"));
        });
        assertThatIOException().isThrownBy(() -> pids(unseen)).withMessage("too many open files");
    }

    @Test
    void withoutALeaderOnlyTheCookieCounts() throws IOException {
        ProcessTreeScanner cookies = new ProcessTreeScanner(0, cookie -> cookie.startsWith("run/"));
        assertThat(cookies.in(List.of(
                        process(2, 0, 0, 0, "kernel", ""), process(3, 1, 3, 3, "a", "run/x/1"), stranger(4, 1))))
                .extracting(ProcessInfo::pid)
                .containsExactly(3L);
    }
}
