package dev.runner.supervisor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.runner.supervisor.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both wrappers, really run by ProcessBuilder. */
@EnabledOnOs(OS.LINUX)
class LaunchWrapperTest {
    private static final Path PERL = Path.of("/usr/bin/perl");

    @TempDir
    Path directory;

    static Stream<Arguments> wrappers() {
        return Stream.of(
                Arguments.of("setsid", LaunchWrapper.ofSetsid(Path.of("/usr/bin/setsid"))),
                Arguments.of("tools", LaunchWrapper.ofTools(Path.of("/usr/bin/setsid"), Path.of("/usr/bin/env"))),
                Arguments.of("perl", LaunchWrapper.ofPerl(PERL)));
    }

    /** Those that give signals back what they do. */
    static Stream<Arguments> restoring() {
        return wrappers().filter(arguments -> !arguments.get()[0].equals("setsid"));
    }

    private static Process start(LaunchWrapper wrapper, Map<String, String> environment, String... command)
            throws IOException {
        assumeTrue(Files.isExecutable(PERL), "no perl here");
        ProcessBuilder builder = new ProcessBuilder(wrapper.wrap(List.of(command))).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String run(LaunchWrapper wrapper, String... command) throws IOException {
        Process process = start(wrapper, Map.of(), command);
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    @Tag("F13")
    void theCommandLeadsASessionUnderThePidThatWasStarted(String name, LaunchWrapper wrapper) throws Exception {
        Process process = start(wrapper, Map.of(), "/bin/sh", "-c", "cut -d' ' -f1,5,6 /proc/$$/stat");
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String pid = Long.toString(process.pid());
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(pid + " " + pid + " " + pid + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    @Tag("R5")
    void standardInputIsAtItsEndOrOpenAsWanted(String name, LaunchWrapper wrapper) throws Exception {
        assertThat(run(wrapper, "/bin/sh", "-c", "cat; echo end")).isEqualTo("end\n");

        ProcessBuilder builder =
                new ProcessBuilder(wrapper.wrap(List.of("/bin/sh", "-c", "read line; echo $line"), true));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().write("\nsaid later\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("said later\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restoring")
    void noSignalIsIgnoredThatTheJvmOrItsStarterIgnores(String name, LaunchWrapper wrapper) throws Exception {
        // Ignored before: INT and QUIT, as in the background of a script; HUP, as by nohup; PIPE, as by the JVM.
        List<String> wrapped = wrapper.wrap(List.of("/bin/sh", "-c", "grep SigIgn /proc/self/status"));
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "trap '' INT QUIT HUP PIPE; exec \"$@\"", "sh");
        builder.command().addAll(wrapped);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long ignored = Long.parseLong(text.substring(text.indexOf(':') + 1).strip(), 16);
        assertThat(ignored & (1 << 12 | 1 | 1 << 1 | 1 << 2)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    @Tag("F18")
    void nothingRunsWhenTheSupervisorDiesBeforeTheGateOpens(String name, LaunchWrapper wrapper) throws Exception {
        Path trace = directory.resolve("trace");
        Process process = start(wrapper, Map.of(), "/bin/sh", "-c", "echo ran > '" + trace + "'");
        process.getOutputStream().close();
        assertThat(process.waitFor()).isNotZero();
        assertThat(trace).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    void itWaitsUntilTheGateOpens(String name, LaunchWrapper wrapper) throws Exception {
        Path trace = directory.resolve("trace");
        Process process = start(wrapper, Map.of(), "/bin/sh", "-c", "echo ran > '" + trace + "'");
        await().atMost(Duration.ofSeconds(20)).until(() -> isAtTheGate(process.pid()));
        assertThat(trace).doesNotExist();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        assertThat(process.waitFor()).isZero();
        assertThat(trace).exists();
    }

    /** It leads its session and sleeps. */
    private static boolean isAtTheGate(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return fields[0].equals("S") && fields[3].equals(Long.toString(pid));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    void argumentsArriveAsTheyAreAndInputIsEmpty(String name, LaunchWrapper wrapper) throws Exception {
        String echo = "for a; do printf '<%s>' \"$a\"; done; cat";
        assertThat(run(wrapper, "/bin/sh", "-c", echo, "sh", "a b", "", "$HOME", "-x", "A=b", "'\"\n"))
                .isEqualTo("<a b><><$HOME><-x><A=b><'\"\n>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    void aProgramWhosePathHasAnEqualsSignIsAProgram(String name, LaunchWrapper wrapper) throws Exception {
        Path program = Files.createDirectories(directory.resolve("a=b")).resolve("say hello");
        Files.writeString(program, "#!/bin/sh\necho hello\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(run(wrapper, program.toString())).isEqualTo("hello\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    void aProgramThatIsMissingOnThePathIsNamed(String name, LaunchWrapper wrapper) throws Exception {
        assertThat(run(wrapper, "no-such-program-here")).contains("no-such-program-here");
    }

    @Test
    void oddVariablesArePassedOnToo() throws Exception {
        Map<String, String> odd = Map.of("node.name", "one", "a-b", "two", "MULTIHOST_X", "three");
        LaunchWrapper wrapper = LaunchWrapper.forThisMachine(false).passing(odd.keySet());
        Process process = start(wrapper, odd, "env");
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("node.name=one\n", "a-b=two\n", "MULTIHOST_X=three\n");
    }

    @Test
    void oddVariablesArePassedOnAlsoWhereThereIsNoPerl() throws Exception {
        Map<String, String> odd = Map.of("node.name", "one", "MULTIHOST_X", "three");
        LaunchWrapper wrapper = LaunchWrapper.forThisMachine(false);
        assertThat(wrapper.passing(List.of("a", "b"), odd)).containsExactly("env", "node.name=one", "a", "b");
        assertThat(wrapper.passing(List.of("a", "b"), Map.of("X", "y"))).containsExactly("a", "b");
        assertThat(wrapper.passing(odd.keySet()).passing(List.of("a", "b"), odd))
                .containsExactly("a", "b");
    }

    @Test
    void ordinaryVariablesChangeNothing() throws Exception {
        LaunchWrapper wrapper = LaunchWrapper.forThisMachine(false);
        assertThat(wrapper.passing(Set.of("PATH", "_x1", "lower"))).isSameAs(wrapper);
    }

    /** NuProcess has the whole process ignore SIGPIPE as soon as it is used. */
    @Test
    void nothingIsIgnoredBecauseOfNuProcess() throws Exception {
        LaunchWrapperSelector wrappers = new LaunchWrapperSelector();
        NuProcess process = new NuProcessBuilder(new NuAbstractProcessHandler() {}, List.of("true")).start();
        process.waitFor(20, TimeUnit.SECONDS);
        assertThat(LibC.isIgnored(Signals.number("PIPE"))).isFalse();
        assertThat(wrappers.now()).isSameAs(wrappers.now());
    }

    @Test
    void whatIsIgnoredIsSeen() {
        int unused = Signals.number("URG");
        LibC.keepHandling(unused, () -> {
            LibC.ignore(unused);
            assertThat(LibC.isIgnored(unused)).isTrue();
        });
        assertThat(LibC.isIgnored(unused)).isFalse();
    }
}
