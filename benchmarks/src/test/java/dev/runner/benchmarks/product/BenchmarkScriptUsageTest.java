package dev.runner.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code benchmarks/run} says about its command line, all of it before anything is built or measured. */
class BenchmarkScriptUsageTest {
    private static final Path SCRIPT = Path.of("run").toAbsolutePath();

    @TempDir
    private Path directory;

    private record Completed(int exitCode, String out, String err) {}

    private Completed run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(directory.resolve("here")).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        int exitCode = builder.start().waitFor();
        return new Completed(exitCode, read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryPartAndEveryOption() throws IOException, InterruptedException {
        Completed help = run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("cold default native respawn crash stop logs quiet test-class inject")
                .contains("--quick", "--rounds", "--sides", "--json", "--product", "--against");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --fast               | there is no option --fast.
        cool                 | there is no part 'cool', only: cold default
        --rounds             | --rounds needs a value.
        --rounds 0           | --rounds needs a number from 1 to 999, not '0'.
        --rounds many        | --rounds needs a number from 1 to 999, not 'many'.
        --sides runner,,s6   | --sides needs names, separated by commas:
        --sides runner,s7    | there is no side 's7', only: runner
        --json no/file       | --json: there is no directory
        --product nowhere    | --product: there is no directory nowhere.
        --product .          | --product: . has no lib/runner.jar.
        --against            | --against needs a value.
        --against nowhere    | --against: there is no directory nowhere.
        --against .          | --against: . has no bin/runner.
        """)
    void wrongUsageIsNamedWithExitCode2(String arguments, String message) throws IOException, InterruptedException {
        Completed wrong = run(arguments.split(" "));

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err())
                .startsWith("benchmarks/run: " + message)
                .endsWith("See benchmarks/run --help.\n")
                .hasLineCount(1);
    }

    @Test
    void aCloneToCompareWithNeedsItsBuildScript() throws IOException, InterruptedException {
        Path clone = directory.resolve("clone");
        Files.createFile(Files.createDirectories(clone.resolve("bin")).resolve("runner"));
        Files.createFile(clone.resolve("pom.xml"));

        Completed wrong = run("--against", clone.toString());

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("clone has no bin/.build.sh. Name another clone");
    }

    @Test
    void everyPartOfTheScriptIsAPartOfTheProgram() throws IOException, InterruptedException {
        String parts = run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("Parts"))
                .skip(1)
                .findFirst()
                .orElseThrow();

        assertThat(Stream.of(parts.strip().split(" ")))
                .containsExactlyElementsOf(ProductBenchmark.parts().stream()
                        .map(BenchmarkPart::name)
                        .toList());
    }
}
