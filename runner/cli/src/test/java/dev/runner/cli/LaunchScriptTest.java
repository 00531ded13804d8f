package dev.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runner.manager.output.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real {@code bin/runner} in trees that are made for it, with a Java and a Maven that only say how they were
 * called.
 */
class LaunchScriptTest {
    private static final Path SCRIPTS = Path.of("../../bin").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    private Path root;

    /** How a script ended, and what it printed. */
    private record Result(int exitCode, List<String> out, String err) {}

    @BeforeEach
    void copyScripts() throws IOException {
        root = Files.createDirectories(temporary.resolve("with spaces/runner"));
        Files.createDirectory(root.resolve("bin"));
        for (String script : List.of("runner", "coordinator", "worker", ".launch.sh", ".build.sh")) {
            Files.copy(SCRIPTS.resolve(script), root.resolve("bin").resolve(script));
            executable(root.resolve("bin").resolve(script));
        }
    }

    @Test
    void startsTheJarOfAReleaseArchive() throws Exception {
        release();

        Result result = run(Map.of("MULTIHOST_JAVA_HOME", jdk("21.0.1")), "up", "--name", "two words");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("[-Dmultihost.home=" + root + "]")
                .endsWith("[-jar]", "[" + root + "/lib/runner.jar]", "[up]", "[--name]", "[two words]");
    }

    @Test
    void buildsNoMethodHandlesForWhatShortCommandsCallByReflection() throws Exception {
        release();
        Map<String, String> java = Map.of("JAVA_HOME", jdk("25"));
        String option = "[-Djdk.reflect.useNativeAccessorOnly=true]";

        assertThat(run(java, "--verbose", "ps").out()).contains(option);
        assertThat(run(java, "--verbose", "up").out()).doesNotContain(option);
        assertThat(run(java, "@words").out()).doesNotContain(option);
        assertThat(run(java).out()).doesNotContain(option);
    }

    @Test
    void findsItselfThroughSymbolicLinks() throws Exception {
        release();
        Path bin = Files.createDirectories(temporary.resolve("my bin"));
        Files.createSymbolicLink(bin.resolve("second"), root.resolve("bin/runner"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("second"));

        Result result = runScript(bin.resolve("first"), Map.of("JAVA_HOME", jdk("17")));

        assertThat(result.out()).contains("[-Dmultihost.home=" + root + "]");
    }

    @Test
    void isFoundByARelativePath() throws Exception {
        release();

        Result result = run(root.resolve("lib"), List.of("sh", "../bin/runner"), Map.of("JAVA_HOME", jdk("17")));

        assertThat(result.out()).contains("[-Dmultihost.home=" + root + "]");
    }

    @Test
    void passesOnItsOptionsAndTheNativeLibrary() throws Exception {
        release();
        Files.createDirectories(root.resolve("lib/native/linux-x86-64"));

        Result result = run(Map.of("JAVA_HOME", jdk("17"), "MULTIHOST_JAVA_OPTS", "-Da=1 -Db=*"));

        assertThat(result.out())
                .contains("[-Da=1]", "[-Db=*]", "[-Djna.boot.library.path=" + root + "/lib/native/linux-x86-64]");
    }

    @Test
    void namesTheVariableWithWhichJavaDoesNotStart() throws Exception {
        release();
        Path home = jdkThatRuns("""
                for a in "$@"; do
                    case $a in
                        -Xnope) echo "Unrecognized option: -Xnope"
                            echo "Error: Could not create the Java Virtual Machine."; exit 1 ;;
                        -XX:+UseG1GC) echo "Error occurred during initialization of VM"
                            echo "Multiple garbage collectors selected"; exit 1 ;;
                    esac
                done >&2
                echo started""");
        for (Map.Entry<String, String> wrong : Map.of(
                        "-Xnope", "Unrecognized option: -Xnope",
                        "-Da=1 -XX:+UseG1GC", "Multiple garbage collectors selected")
                .entrySet()) {
            Map<String, String> environment =
                    Map.of("JAVA_HOME", home.toString(), "MULTIHOST_JAVA_OPTS", wrong.getKey());
            for (List<String> words : List.of(List.of("ps"), List.of("up", "--detach"))) {
                Result result = run(environment, words.toArray(new String[0]));
                assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
                assertThat(result.err())
                        .isEqualTo("runner: Java does not start with MULTIHOST_JAVA_OPTS='" + wrong.getKey() + "': "
                                + wrong.getValue() + ". Correct that variable, or unset it.\n");
            }
            assertThat(runScript(root.resolve("bin/worker"), environment).err()).contains(wrong.getValue());
        }
        assertThat(run(Map.of("JAVA_HOME", home.toString(), "MULTIHOST_JAVA_OPTS", "-Xss1m"), "ps")
                        .out())
                .containsExactly("started");
    }

    /** To try them first would cost as much as a start. */
    @Test
    void triesNoOptionsThatCannotBeWrong() throws Exception {
        release();
        Path count = temporary.resolve("count");
        Path home = jdkThatRuns("echo x >> '" + count + "'");
        for (String options : List.of("", "-Da=1 -Xmx512m", "-Xmx2g -ea", "-agentlib:jdwp=suspend=y -Xss1m")) {
            run(Map.of("JAVA_HOME", home.toString(), "MULTIHOST_JAVA_OPTS", options), "ps");
        }
        assertThat(count).hasContent("x\nx\nx\nx\n");
    }

    @Test
    void asksFirstForOurOwnVariableThenForJavaHome() throws Exception {
        release();
        String ours = jdk("18");
        String javaHome = jdk("19");

        assertThat(run(Map.of("MULTIHOST_JAVA_HOME", ours, "JAVA_HOME", javaHome))
                        .out())
                .first()
                .isEqualTo(ours + "/bin/java");
        assertThat(run(Map.of("JAVA_HOME", javaHome)).out()).first().isEqualTo(javaHome + "/bin/java");
    }

    @Test
    void findsJavaOnThePathThroughLinks() throws Exception {
        release();
        Path bin = Files.createDirectories(temporary.resolve("path"));
        Path java = Path.of(jdk("17"), "bin/java");
        Files.createSymbolicLink(bin.resolve("java"), java);

        assertThat(run(Map.of("PATH", bin + ":/usr/bin:/bin")).out()).first().isEqualTo(java.toString());
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        release();

        Result result = run(Map.of("PATH", temporary.toString()));

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(result.err())
                .isEqualTo("runner: no Java found by MULTIHOST_JAVA_HOME, JAVA_HOME or PATH."
                        + " Install a JDK of version 17 or newer, or set JAVA_HOME to one.\n");
    }

    @Test
    void saysThatJavaHomeHasNoJava() throws Exception {
        release();

        Result result = run(Map.of("JAVA_HOME", temporary.toString()));

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(result.err()).startsWith("runner: JAVA_HOME is " + temporary + ", which has no bin/java.");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        release();
        for (String version : List.of("11.0.20", "1.8.0_392")) {
            Result result = run(Map.of("JAVA_HOME", jdk(version)));

            assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
            assertThat(result.err())
                    .startsWith("runner: Java 17 or newer is needed, but JAVA_HOME leads to Java "
                            + (version.startsWith("11") ? "11" : "8") + " (");
        }
    }

    @Test
    void asksJavaItselfWhereNoReleaseFileIs() throws Exception {
        release();
        Path home = Path.of(jdk("17"));
        Files.delete(home.resolve("release"));
        script(home.resolve("bin/java"), "echo 'openjdk version \"16.0.2\" 2021-07-20' >&2");

        assertThat(run(Map.of("JAVA_HOME", home.toString())).err()).contains("leads to Java 16 (");
    }

    @Test
    void startsTheMembersByTheSameRules() throws Exception {
        release();

        Result result = runScript(root.resolve("bin/worker"), Map.of("JAVA_HOME", jdk("17")), "--port", "9000");

        assertThat(result.out())
                .endsWith("[" + root + "/lib/members.jar]", "[dev.runner.worker.WorkerMain]", "[--port]", "[9000]");
    }

    @Test
    void returnsWhenTheDetachedManagerSaysThatItIsReady() throws Exception {
        release();
        Path home = jdkThatRuns("""
                echo "session $(ps -o sid= -p $$ | tr -d ' ') of $$"
                echo ready >&3
                exec 1>&- 2>&- 3>&-
                read end <'%s'""".formatted(pipe("end")));

        Result result = run(Map.of("JAVA_HOME", home.toString()), "up", "--detach");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).singleElement().asString().matches("session (\\d+) of \\1");
        Files.writeString(temporary.resolve("end"), "end\n");
        assertThat(temporary).isDirectoryNotContaining(file -> file.toString().contains("runner-start"));
    }

    @Test
    void reportsThatTheDetachedClusterIsDegraded() throws Exception {
        release();
        Path home = jdkThatRuns("echo degraded >&3");

        assertThat(run(Map.of("JAVA_HOME", home.toString()), "up", "--detach").exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void endsLikeADetachedManagerThatEndsBeforeItIsReady() throws Exception {
        release();
        Path home = jdkThatRuns("echo 'no such file' >&2; exit 7");

        Result result = run(Map.of("JAVA_HOME", home.toString()), "--verbose", "up", "--detach");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.err()).isEqualTo("no such file\n");
    }

    @Test
    void passesASignalOnToTheDetachedManagerAndWaitsForItsEnd() throws Exception {
        release();
        Path home = jdkThatRuns("""
                trap 'echo stopped; exit 9' TERM
                (read end <'%s') 3>&- &
                echo starting
                wait $!""".formatted(pipe("end")));
        Process up = start(
                root, List.of("sh", root + "/bin/runner", "up", "--detach"), Map.of("JAVA_HOME", home.toString()));
        BufferedReader out = up.inputReader();
        assertThat(out.readLine()).isEqualTo("starting");

        new ProcessBuilder("kill", "-TERM", String.valueOf(up.pid())).start().waitFor();

        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isEqualTo(143);
        assertThat(out.readLine()).isEqualTo("stopped");
        Files.writeString(temporary.resolve("end"), "end\n");
    }

    @Test
    void handsTheKeyOfADetachedManagerOverByTheEnvironment() throws Exception {
        release();
        Path home = jdkThatRuns("for a in \"$@\"; do echo \"[$a]\"; done; echo \"key $MULTIHOST_UP_API_KEY\"");
        Map<String, String> environment = Map.of("JAVA_HOME", home.toString());
        String[] arguments = {"[up]", "[--detach]", "[--api-key=]", "[--name]", "[it's a]", "key yes: k 'e' y"};

        assertThat(run(environment, "up", "--detach", "--api-key", "yes: k 'e' y", "--name", "it's a")
                        .out())
                .endsWith(arguments);
        assertThat(run(environment, "up", "--detach", "--api-key=yes: k 'e' y", "--name", "it's a")
                        .out())
                .endsWith(arguments);
        assertThat(run(environment, "up", "--detach", "--api-key").out())
                .endsWith("[up]", "[--detach]", "[--api-key]", "key ");
        assertThat(run(environment, "up", "--detach", "--api-key", "").out())
                .endsWith("[up]", "[--detach]", "[--api-key]", "[]", "key ");
        assertThat(run(environment, "up", "--api-key", "--detach", "--api-key=").out())
                .endsWith("[up]", "[--api-key]", "[--detach]", "[--api-key=]", "key ");
    }

    /** In hex, as dash drops variables with names that it cannot assign. */
    @Test
    void handsVariablesOverThatAShellCannotHave() throws Exception {
        release();
        Path home = jdkThatRuns("echo \"$MULTIHOST_OUTER_BYTES\"");
        Map<String, String> environment = Map.of("JAVA_HOME", home.toString(), "node.name", "a\nb", "node_name", "c");

        assertThat(run(environment, "up").out())
                .containsExactly(HexFormat.of().formatHex("node.name=a\nb\0".getBytes(StandardCharsets.UTF_8)));
        assertThat(run(Map.of("JAVA_HOME", home.toString(), "node_name", "c"), "up")
                        .out())
                .containsExactly("");
    }

    /** Java's own message for that has ten lines, and no remedy. */
    @Test
    void saysThatThereAreTooManyProcesses() throws Exception {
        Path prlimit = which("prlimit");
        assumeTrue(Files.isExecutable(prlimit), "no prlimit here");
        release();
        List<String> command = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) { // whom nothing is refused
            command.addAll(List.of("setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups"));
            for (Path path = root;
                    path.startsWith(temporary);
                    path = path.resolveSibling("..").normalize()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        command.addAll(List.of(prlimit.toString(), "--nproc=9", which("sh").toString(), root + "/bin/runner", "ps"));

        Result result = run(root, command, Map.of("JAVA_HOME", jdk("17")));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(result.err())
                .matches("runner: this user has \\d+ processes and threads of 9 \\(ulimit -u\\), and 20"
                        + " more are needed\\. End some, or raise the limit \\(ulimit -u \\d+\\)\\.\n");
    }

    @Test
    void becomesJavaForAllThatDoesNotDetach() throws Exception {
        release();
        Path home = jdkThatRuns("echo $$");
        Map<String, String> environment = Map.of("JAVA_HOME", home.toString());

        for (List<String> words : List.of(List.of("up"), List.of("exec", "a", "--", "up", "--detach"))) {
            List<String> command = new ArrayList<>(List.of("sh", root + "/bin/runner"));
            command.addAll(words);
            Process process = start(root, command, environment);
            assertThat(process.inputReader().lines()).containsExactly(String.valueOf(process.pid()));
        }
    }

    @Test
    void usesAnArchiveThatWasNotWrittenToSinceItWasMade() throws Exception {
        release();
        String jdk = jdkWithArchives("17.0.1", "17.0.1+5");
        Path archive = archive("Some Vendor-17.0.1+5-x86_64/runner.jsa");
        String option = "[-XX:SharedArchiveFile=" + archive + "]";

        assertThat(run(Map.of("JAVA_HOME", jdk)).out()).contains(option, "[-Xlog:cds*=off]");
        assertThat(run(Map.of("JAVA_HOME", jdk, "MULTIHOST_ARCHIVES", "never")).out())
                .doesNotContain(option)
                .contains("[-Dmultihost.archives=]");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(Map.of("JAVA_HOME", jdk)).out()).doesNotContain(option);
        assertThat(run(Map.of("JAVA_HOME", jdkWithArchives("17.0.2", "17.0.2+1")))
                        .out())
                .as("another build")
                .doesNotContain(option);
    }

    @Test
    void usesTheCacheOfAJdkThatHasOneAlsoForMembers() throws Exception {
        release();
        String jdk = jdkWithArchives("25.0.3", "25.0.3+9-LTS");
        Path runner = archive("Some Vendor-25.0.3+9-LTS-x86_64/runner.aot");
        Path members = archive("Some Vendor-25.0.3+9-LTS-x86_64/members.aot");

        Path commands = archive("Some Vendor-25.0.3+9-LTS-x86_64/commands.aot");

        assertThat(run(Map.of("JAVA_HOME", jdk), "ps").out()).contains("[-XX:AOTCache=" + commands + "]");
        assertThat(run(Map.of("JAVA_HOME", jdk), "--verbose", "up").out())
                .contains("[-XX:AOTCache=" + runner + "]", "[-Xlog:aot*=off]", "[-XX:-AOTReplayTraining]")
                .doesNotContain("[-Xshare:auto]");
        assertThat(runScript(root.resolve("bin/worker"), Map.of("JAVA_HOME", jdk))
                        .out())
                .contains("[-XX:AOTCache=" + members + "]");
    }

    private String jdkWithArchives(String version, String build) throws IOException {
        Path home = Path.of(jdk(version));
        Files.writeString(root.resolve("lib/id"), "f00d\n");
        Files.writeString(home.resolve("release"), """
                IMPLEMENTOR="Some Vendor"
                JAVA_RUNTIME_VERSION="%s"
                JAVA_VERSION="%s"
                OS_ARCH="x86_64"
                OS_NAME="Linux"
                """.formatted(build, version));
        return home.toString();
    }

    private Path archive(String name) throws IOException {
        int slash = name.indexOf('/');
        Path directory =
                root.resolve("lib/archives").resolve(name.substring(0, slash)).resolve("f00d");
        Path archive = Files.createDirectories(directory).resolve(name.substring(slash + 1));
        Files.writeString(archive, "classes");
        Files.createFile(directory.resolve(archive.getFileName() + ".ok"));
        return archive;
    }

    @Test
    void buildsACloneOnceAndAgainWhenASourceHasChanged() throws Exception {
        Map<String, String> environment = gitClone();

        Result first = run(environment, "ps");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("building (first use, about a minute)...", "built in ");
        assertThat(first.out()).last().isEqualTo("[ps]");
        String home = home(first);
        assertThat(home).startsWith(root + "/.dist/build-");

        assertThat(run(environment).err()).isEmpty();

        Path source = root.resolve("runner/cluster/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Result second = run(environment);
        assertThat(second.err()).contains("building (sources have changed)...");
        assertThat(home(second)).isNotEqualTo(home);
        assertThat(Path.of(home, "lib/runner.jar")).exists();
    }

    @Test
    void twoFirstBuildsAtOnceMakeOneBuild() throws Exception {
        Map<String, String> environment = gitClone();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(root, List.of("sh", root + "/bin/runner"), environment));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(root.resolve("maven-calls")).content().hasLineCount(1);
    }

    @Test
    void takesTheLockOfADeadProcessAway() throws Exception {
        Map<String, String> environment = gitClone();
        Files.createDirectories(root.resolve(".dist"));
        long ownPid = ProcessHandle.current().pid();
        Files.createSymbolicLink(root.resolve(".dist/lock"), Path.of(ownPid + ":started-at-another-time"));

        assertThat(run(environment).exitCode()).isZero();
        assertThat(Files.isSymbolicLink(root.resolve(".dist/lock"))).isFalse();
    }

    @Test
    void showsTheEndOfAFailedBuildAndNamesItsLog() throws Exception {
        Map<String, String> environment = gitClone();
        script(temporary.resolve("tool bin/mvn"), "echo '[ERROR] Unknown host x'; exit 1");

        Result result = run(environment);

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(result.err())
                .contains("[ERROR] Unknown host x", root + "/.dist/build.log", "Maven needs the network once");
        assertThat(Files.isSymbolicLink(root.resolve(".dist/lock"))).isFalse();
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        gitClone();
        Files.delete(temporary.resolve("tool bin/mvn"));
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        for (String tool : List.of("find", "mkdir", "ln", "rm", "readlink", "sh")) {
            script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }

        Result result = run(Map.of("JAVA_HOME", jdk("17"), "PATH", tools.toString()));

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(result.err()).contains("building needs Maven (mvn), which is not on the PATH.");
    }

    @Test
    void neverBuildsWhereThatIsForbidden() throws Exception {
        Map<String, String> environment = new HashMap<>(gitClone());
        environment.put("MULTIHOST_BUILD", "never");

        Result result = run(environment);

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_NOT_READY);
        assertThat(root.resolve("maven-calls")).doesNotExist();
    }

    private void release() throws IOException {
        Files.createDirectory(root.resolve("lib"));
        Files.writeString(root.resolve("lib/runner.jar"), "");
    }

    /** A tree with sources, and the environment with a Maven that "builds" them. */
    private Map<String, String> gitClone() throws IOException {
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("runner/cluster/src/main"));
        Files.writeString(root.resolve("runner/cluster/pom.xml"), "");
        Files.writeString(root.resolve("runner/cluster/src/main/A.java"), "");
        Path bin = Files.createDirectories(temporary.resolve("tool bin"));
        script(
                bin.resolve("mvn"),
                "echo \"$*\" >>'" + root + "/maven-calls'; test -f runner/cluster/src/main/A.java || exit 1;"
                        + " mkdir -p runner/dist/target/runner-1/lib; : >runner/dist/target/runner-1/lib/runner.jar");
        return Map.of("JAVA_HOME", jdk("17"), "PATH", bin + ":/usr/bin:/bin");
    }

    /** A JDK that prints how it was called: its own path, then each argument in brackets. */
    private String jdk(String version) throws IOException {
        Path home = Files.createDirectories(temporary.resolve("jdk " + version));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\nOS_NAME=\"Linux\"\n");
        script(home.resolve("bin/java"), "echo \"$0\"; for a in \"$@\"; do echo \"[$a]\"; done");
        script(home.resolve("bin/javac"), "");
        return home.toString();
    }

    /** A JDK whose {@code java} is this shell script. */
    private Path jdkThatRuns(String body) throws IOException {
        Path home = Path.of(jdk("17"));
        script(home.resolve("bin/java"), body);
        return home;
    }

    /** A named pipe, whose reader waits until it is written to. */
    private Path pipe(String name) throws Exception {
        Path pipe = temporary.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static String home(Result result) {
        return result.out().stream()
                .filter(line -> line.startsWith("[-Dmultihost.home="))
                .map(line -> line.substring("[-Dmultihost.home=".length(), line.length() - 1))
                .findFirst()
                .orElseThrow();
    }

    private Result run(Map<String, String> environment, String... args) throws Exception {
        return runScript(root.resolve("bin/runner"), environment, args);
    }

    private Result runScript(Path script, Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(which("sh").toString(), script.toString()));
        command.addAll(List.of(args));
        return run(root, command, environment);
    }

    private Result run(Path directory, List<String> command, Map<String, String> environment) throws Exception {
        Process process = start(directory, command, environment);
        List<String> out = process.inputReader().lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(temporary.resolve("stderr")));
    }

    private Process start(Path directory, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().putAll(environment);
        builder.redirectError(temporary.resolve("stderr").toFile());
        return builder.start();
    }

    private static Path which(String tool) {
        return Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
    }

    private static void script(Path file, String body) throws IOException {
        Files.write(file, ("#!/bin/sh\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
