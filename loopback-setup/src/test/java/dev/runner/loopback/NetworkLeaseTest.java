package dev.runner.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.util.InProcessLock;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F8")
final class NetworkLeaseTest {
    /** The program's name in the message; empty under Maven, whose process does not tell it. */
    private static final String RUN_BY = "( \\(.*\\))?";

    /** Where there is a /proc, which says it. */
    private static final String STARTED_IN = Files.isDirectory(Path.of("/proc/self"))
            ? ", started in " + Pattern.quote(System.getProperty("user.dir", ""))
            : "";

    private static final LoopbackNetwork NETWORK = new LoopbackNetwork(120);

    @TempDir
    Path temporary;

    @Test
    void aSecondClusterOfThisProcessIsRefusedAndDoesNotDropTheLock() throws Exception {
        try (NetworkLease lease = leases().acquire(NETWORK)) {
            assertThat(lease.network()).isEqualTo(NETWORK);
            assertThatThrownBy(() -> leases().acquire(NETWORK))
                    .isInstanceOf(NetworkUnavailableException.class)
                    .hasMessageContaining("network 120 is in use by another cluster of this process")
                    .hasMessageContaining("--network");
            try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
                assertThat(other.line())
                        .matches("network 120 is in use by pid "
                                + ProcessHandle.current().pid() + RUN_BY + STARTED_IN + ": .*");
            }
        }
    }

    @Test
    void anotherProcessIsNamedWithItsPidAndProgram() throws Exception {
        try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
            assertThat(other.line()).isEqualTo("leased 120");
            assertThatThrownBy(() -> leases().acquire(NETWORK))
                    .hasMessageMatching(".*in use by pid " + other.pid() + " \\(dev.runner.loopback.HelperJvm\\)"
                            + STARTED_IN + ": stop that cluster.*");
            assertThatThrownBy(() -> leases().acquire(NETWORK)).hasMessageContaining("in use by pid " + other.pid());
        }
    }

    @Test
    void aKilledProcessLeavesItsNetworkFree() throws Exception {
        try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
            assertThat(other.line()).isEqualTo("leased 120");
            other.kill();
            assertThatCode(() -> leases().acquire(NETWORK).close()).doesNotThrowAnyException();
        }
    }

    @Test
    void anUnreachableLeaseIsKept() throws Exception {
        assertThat(leases().acquire(NETWORK).network()).isEqualTo(NETWORK);
        System.gc();
        try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
            assertThat(other.line()).startsWith("network 120 is in use by pid");
        }
    }

    @Test
    void aClosedLeaseCanBeTakenAgainHereAndElsewhere() throws Exception {
        NetworkLease lease = leases().acquire(NETWORK);
        lease.close();
        lease.close();
        leases().acquire(NETWORK).close();
        try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
            assertThat(other.line()).isEqualTo("leased 120");
        }
    }

    @Test
    void aSecondCloseDoesNotTakeTheNextHoldersLease() {
        NetworkLease first = leases().acquire(NETWORK);
        first.close();
        try (NetworkLease second = leases().acquire(NETWORK)) {
            first.close();
            assertThatThrownBy(() -> leases().acquire(second.network()))
                    .isInstanceOf(NetworkUnavailableException.class);
        }
    }

    @Test
    void anInterruptedThreadReleasesItsLease() throws Exception {
        NetworkLease lease = leases().acquire(NETWORK);
        Thread.currentThread().interrupt();
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        try (HelperJvm other = HelperJvm.start("lease", directory().toString(), "120")) {
            assertThat(other.line()).isEqualTo("leased 120");
        }
    }

    @Test
    void theLastFreeNetworkIsTakenByWhoMustNotBeInTheWay() {
        try (NetworkLease first = leases().acquireFirstFree(network -> true, true);
                NetworkLease second = leases().acquireFirstFree(network -> true, true)) {
            assertThat(first.network().number()).isEqualTo(163);
            assertThat(second.network().number()).isEqualTo(162);
        }
    }

    @Test
    void theFirstFreeNetworkThatIsUsableIsTaken() {
        List<Integer> asked = new ArrayList<>();
        try (NetworkLease first = leases().acquireFirstFree(network -> true);
                NetworkLease second = leases().acquireFirstFree(network -> {
                    asked.add(network.number());
                    return network.number() >= 103;
                })) {
            assertThat(first.network().number()).isEqualTo(100);
            assertThat(second.network().number()).isEqualTo(103);
            assertThat(asked).containsExactly(101, 102, 103);
            assertThatCode(() -> leases().acquire(new LoopbackNetwork(101)).close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aFailingPredicateReleasesTheNetwork() {
        assertThatThrownBy(() -> leases().acquireFirstFree(network -> {
                    throw new IllegalStateException("no probe");
                }))
                .hasMessage("no probe");
        leases().acquire(new LoopbackNetwork(100)).close();
    }

    @Test
    void countsTheNetworksWhenNoneIsFree() {
        try (NetworkLease lease = leases().acquire(new LoopbackNetwork(163))) {
            assertThatThrownBy(() -> leases().acquireFirstFree(network -> false))
                    .isInstanceOf(NetworkUnavailableException.class)
                    .hasMessage("none of the networks 100 to 163 is free: 1 are in use by other clusters, and the"
                            + " addresses or ports of 63 are taken or missing; stop a cluster, or see"
                            + " `runner loopback check`");
            assertThat(lease.network().number()).isEqualTo(163);
        }
    }

    @Test
    void fourProcessesLeaseSixteenDistinctNetworks() throws Exception {
        List<HelperJvm> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                processes.add(HelperJvm.start("leases", directory().toString(), "4"));
            }
            for (HelperJvm process : processes) {
                process.go();
            }
            List<String> numbers = new ArrayList<>();
            for (HelperJvm process : processes) {
                Collections.addAll(numbers, process.line().split(" ", -1));
            }
            assertThat(numbers).hasSize(16).doesNotHaveDuplicates().allMatch(number -> number.startsWith("1"));
        } finally {
            processes.forEach(HelperJvm::close);
        }
    }

    @Test
    void sixteenThreadsLeaseDistinctNetworks() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        Set<NetworkLease> held = ConcurrentHashMap.newKeySet();
        try {
            Callable<Integer> acquire = () -> {
                NetworkLease lease = leases().acquireFirstFree(network -> true);
                held.add(lease);
                return lease.network().number();
            };
            List<Integer> numbers = new ArrayList<>();
            for (Future<Integer> number : threads.invokeAll(Collections.nCopies(16, acquire))) {
                numbers.add(number.get());
            }
            assertThat(numbers).hasSize(16).doesNotHaveDuplicates();
        } finally {
            held.forEach(NetworkLease::close);
            threads.shutdownNow();
        }
    }

    @Test
    void aSecondClassLoaderOfThisProcessIsRefusedToo() throws Exception {
        URL[] classes = {
            HelperJvm.location(LockFile.class).toUri().toURL(),
            HelperJvm.location(InProcessLock.class).toUri().toURL()
        };
        try (NetworkLease lease = leases().acquire(NETWORK);
                URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(LockFile.class.getName());
            assertThat(type).isNotSameAs(LockFile.class);
            var constructor = type.getDeclaredConstructor(Path.class);
            constructor.setAccessible(true);
            var tryLock = type.getDeclaredMethod("tryLock");
            tryLock.setAccessible(true);
            assertThat(tryLock.invoke(constructor.newInstance(directory().resolve("127.120.lock"))))
                    .isEqualTo(false);
            assertThat(lease.network()).isEqualTo(NETWORK);
        }
    }

    @Test
    void everyUserMayUseTheDirectoryAndItsFilesWhateverTheUmask() throws Exception {
        leases().acquire(NETWORK).close();
        assertThat(mode(directory())).isEqualTo("1777");
        assertThat(mode(directory().resolve("127.120.lock"))).isEqualTo("666");
    }

    @Test
    void aSymbolicLinkInPlaceOfALockFileIsNotFollowed() throws Exception {
        leases().acquire(NETWORK).close();
        Path victim = Files.writeString(temporary.resolve("victim"), "precious", StandardCharsets.UTF_8);
        Files.createSymbolicLink(directory().resolve("127.121.lock"), victim);
        Files.createLink(directory().resolve("127.122.lock"), victim);
        for (int number : new int[] {121, 122}) {
            assertThatThrownBy(() -> leases().acquire(new LoopbackNetwork(number)))
                    .isInstanceOf(NetworkUnavailableException.class)
                    .hasMessageContaining("127." + number + ".lock")
                    .hasMessageContaining("remove it as root");
        }
        assertThat(victim).hasContent("precious");
        assertThat(mode(victim)).isNotEqualTo("666");
    }

    @Test
    void skipsNetworksWithAnUnusableLockFile() throws Exception {
        leases().acquire(NETWORK).close();
        Files.createDirectory(directory().resolve("127.100.lock"));
        try (NetworkLease lease = leases().acquireFirstFree(network -> true)) {
            assertThat(lease.network().number()).isEqualTo(101);
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsAClearError() throws Exception {
        Files.createFile(directory());
        assertThatThrownBy(() -> leases().acquire(NETWORK))
                .isInstanceOf(NetworkUnavailableException.class)
                .hasMessageContaining(directory() + " is unusable")
                .hasMessageContaining("remove it as root");
    }

    @Test
    void theMachineWideDirectoryDoesNotDependOnTmpdir() {
        try (NetworkLease lease = NetworkLease.acquireFirstFree(network -> true)) {
            Path tmp = Path.of(HostOs.current() == HostOs.MACOS ? "/private/tmp" : "/tmp");
            assertThat(tmp.resolve("multihost-networks/127." + lease.network().number() + ".lock"))
                    .content(StandardCharsets.UTF_8)
                    .matches("pid " + ProcessHandle.current().pid() + RUN_BY + "\n");
        }
    }

    private NetworkLeases leases() {
        return new NetworkLeases(directory());
    }

    private Path directory() {
        return temporary.resolve("multihost networks");
    }

    private static String mode(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return Integer.toOctalString(mode & 07777);
    }
}
