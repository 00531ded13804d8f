package dev.runner.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.runner.language.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No source makes the compiler throw or hang, and no event a program that compiled. */
@Tag("P8")
class CompilerFuzzTest {
    /** No source may take for ever; on a busy machine all of a test together takes 20 s. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final List<String> VALID = List.of(
            "stream A = X .where(a > 1 and not b or c in [1, 2.5, \"x\"]) .emit(r: a + b * c ** 2 - -a / b % c, t: m.k[0])",
            "stream A = X .partition_by(a) .window(3, sliding: 2) .aggregate(n: count(), s: sum(b) , l: last(c)) "
                    + ".having(n > 1) .emit()\nstream B = A .select(n, x: n * 2) .emit(x: x)",
            "/* c */ stream A = X .window(time, 10s) .where(a >= timestamp(\"2026-01-01T00:00:00Z\") - 5m) .aggregate("
                    + "avg(b) as avg, stddev(b) as d, count_distinct(c) as u) .emit(avg: avg) # end\n",
            "stream X = X .emit(a: a + a, b: [a, b, c], c: m[\"k\"], m: m)",
            "fn f(x: int) -> int:\n  return x\nstream A = X .process(f(1)) .to(K, a: 1) .context(c)");

    private static final List<String> TOKENS = List.of(
            "stream",
            "A",
            "X",
            "=",
            ".",
            "(",
            ")",
            "[",
            "]",
            ",",
            ":",
            "where",
            "window",
            "partition_by",
            "aggregate",
            "having",
            "select",
            "emit",
            "and",
            "or",
            "not",
            "in",
            "as",
            "==",
            "!=",
            "<",
            "<=",
            "+",
            "-",
            "*",
            "**",
            "/",
            "%",
            "1",
            "2.5",
            "5s",
            "\"t\"",
            "'",
            "\"",
            "true",
            "false",
            "count",
            "sliding",
            "time",
            "timestamp",
            "fn",
            "context",
            "\n",
            "/*",
            "*/",
            "#",
            "//",
            "9999999999999999999",
            "5x",
            "\\",
            "é",
            "\uD83D\uDE00",
            "\uD800",
            "\0",
            "&&",
            "{",
            ";");

    private static final List<String> PAIRS = List.of(
            "(", ")", "[", "]", "-", "", "not ", "", "a+", "", "a**", "", "a.", "", "a[0]", "", "f(", ")", "/*", "",
            "'", "\"", "\"\\", "");

    @Test
    void randomCharacters() {
        assertTimeoutPreemptively(LIMIT, () -> {
            for (long seed = 0; seed < 2000; seed++) {
                Random random = new Random(seed);
                StringBuilder source = new StringBuilder();
                int length = random.nextInt(300);
                int range = random.nextBoolean() ? 128 : 65_536;
                for (int i = 0; i < length; i++) {
                    source.append((char) random.nextInt(range));
                }
                tryOut(source.toString(), random);
            }
        });
    }

    @Test
    void tokenSoup() {
        assertTimeoutPreemptively(LIMIT, () -> {
            for (long seed = 0; seed < 5000; seed++) {
                Random random = new Random(seed);
                StringBuilder source = new StringBuilder(random.nextBoolean() ? "stream A = X " : "");
                int length = random.nextInt(40);
                for (int i = 0; i < length; i++) {
                    source.append(TOKENS.get(random.nextInt(TOKENS.size()))).append(random.nextInt(3) == 0 ? "" : " ");
                }
                tryOut(source.toString(), random);
            }
        });
    }

    @Test
    void mutationsOfValidSources() {
        assertTimeoutPreemptively(LIMIT, () -> {
            int valid = 0;
            for (long seed = 0; seed < 8000; seed++) {
                Random random = new Random(seed);
                StringBuilder source = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
                for (int i = random.nextInt(4); i > 0; i--) {
                    mutate(source, random);
                }
                valid += tryOut(source.toString(), random) ? 1 : 0;
            }
            assertThat(valid).isGreaterThan(1000);
        });
    }

    private static void mutate(StringBuilder source, Random random) {
        int at = random.nextInt(source.length());
        switch (random.nextInt(4)) {
            case 0 -> source.deleteCharAt(at);
            case 1 -> source.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> source.setCharAt(at, source.charAt(random.nextInt(source.length())));
            default -> source.delete(at, Math.min(source.length() - 1, at + random.nextInt(10)));
        }
        if (source.length() == 0) {
            source.append(' ');
        }
    }

    /** Compiles with the smallest stack of all threads that may compile. */
    @Test
    void deepNesting() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(
                null,
                () -> {
                    for (int i = 0; i < PAIRS.size(); i += 2) {
                        for (int depth : new int[] {10, 63, 64, 1000, 60_000}) {
                            tryOut(nested("stream A = X .emit(x: ", i, depth), new Random(i));
                            tryOut(nested("stream A = X .where(not ", i, depth), new Random(i));
                            tryOut(nested("", i, depth), new Random(i));
                        }
                    }
                    tryOut(
                            "stream A = X .emit(x: " + "((((1+a*-2**a[".repeat(12) + "1" + "])))+1)".repeat(12) + ")",
                            new Random(1));
                },
                "small stack",
                512 * 1024);
        thread.setUncaughtExceptionHandler((where, what) -> thrown[0] = what);
        thread.start();
        thread.join(LIMIT.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown[0]).isNull();
    }

    private static String nested(String start, int pair, int depth) {
        int repeated = Math.min(depth, 65_000 / PAIRS.get(pair).length() / 2);
        return start + PAIRS.get(pair).repeat(repeated) + "a"
                + PAIRS.get(pair + 1).repeat(repeated) + ")";
    }

    private static boolean tryOut(String source, Random random) {
        CompilationResult compilation = Program.compile(source);
        for (Diagnostic each : compilation.diagnostics()) {
            assertThat(each.line()).isPositive();
            assertThat(each.column()).isPositive();
        }
        Program program = compilation.program();
        if (program == null) {
            assertThat(compilation.diagnostics()).isNotEmpty();
            return false;
        }
        ProgramRun run = program.start();
        for (int i = 0; i < 20; i++) {
            run.accept(
                    event(random),
                    i * 1000L,
                    output -> assertThat(output.type()).isNotEmpty());
        }
        program.start().restore(CheckpointTest.throughJson(run.checkpoint()));
        return true;
    }

    private static Event event(Random random) {
        return TestPrograms.event(
                "X", "a", value(random), "b", value(random), "c", value(random), "m", Map.of("k", List.of(1L)));
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextDouble() * 1e300;
            case 2 -> "x".repeat(random.nextInt(5));
            case 3 -> random.nextBoolean();
            case 4 -> random.nextLong();
            case 5 -> List.of("x", 1L, 2.5);
            case 6 -> Map.of("k", "v");
            case 7 -> 0L;
            default -> (long) random.nextInt(5);
        };
    }
}
