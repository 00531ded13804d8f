package dev.runner.language;

import static dev.runner.language.TestPrograms.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.diagnostic.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P8")
class DiagnosticTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stream                                       | 1:7 found the end of the source; expected a name
            stream A                                     | 1:9 found the end of the source; expected '='
            stream A = X .where(a >                      | 1:24 found the end of the source; expected a value
            stream A = X .where(a > 1                    | 1:26 found the end of the source; expected an operator, ',' or ')'
            stream A = X .where(a b)                     | 1:23 found 'b'; expected an operator, ',' or ')'
            stream A = X where(a > 1)                    | 1:14 found 'where'; expected an operation such as .where(...) or the next 'stream'
            stream A = X .where                          | 1:20 found the end of the source; expected '('
            stream A = X .where(a = 1)                   | 1:23 found '='; expected an operator, ',' or ')'
            stream A = X .where(1 < a < 3)               | 1:27 found a second comparison; expected 'and' or 'or' between two comparisons
            stream A = X .where(a && b)                  | 1:23 found '&'; expected an operator, ',' or ')'
            stream A = X .emit(a: "open)                 | 1:23 found '"open)'; expected a value
            stream A = X .emit(a: 5x)                    | 1:23 found '5x'; expected a value
            hello                                        | 1:1 found 'hello'; expected 'stream'
            stream A = X .filter(a)                      | 1:15 there is no operation .filter; expected one of .where, .window, .partition_by, .aggregate, .having, .select, .emit
            stream A = X .emit(x: f(1))                  | 1:23 there is no function 'f'; expected timestamp(...) or duration(...)
            stream A = X .emit(x: sum(a))                | 1:23 found sum(...) here; expected it in .aggregate only
            stream A = X .process(f(1))                  | 1:15 .process is not supported yet; expected one of .where, .window, .partition_by, .aggregate, .having, .select, .emit
            stream A = X .where()                        | 1:15 .where has no argument; expected a condition, such as value > 100
            stream A = X .having(a > 1)                  | 1:15 found .having without an .aggregate before it; expected .aggregate first
            stream A = X .emit() .where(a)               | 1:23 found .where after .emit; expected .emit to be the last operation
            stream A = X .emit(a: 1, a: 2)               | 1:26 there are two fields named 'a'
            stream A = X .emit(1)                        | 1:20 found a value without a name in .emit; expected name: value
            stream A = X .emit(event_type: 1)            | 1:20 a field cannot be named 'event_type': that is the name of the event's type
            stream A = X .window()                       | 1:15 .window has no size; expected a number of events or a duration
            stream A = X .window("5")                    | 1:22 this is not the size of a window; expected a number of events or a duration
            stream A = X .window(count, 5s)              | 1:29 the size does not match 'count'; expected a number of events, such as 5
            stream A = X .window(0)                      | 1:22 the size of the window is out of range; expected 1 to 1000000 events
            stream A = X .window(5, sliding: 2s)         | 1:34 sliding does not match the size; expected a number of events
            stream A = X .window(5, sliding: 6)          | 1:34 sliding is out of range; expected at least 1 and at most the size
            stream A = X .window(5) .window(6)           | 1:26 found a second .window; expected at most one in a stream
            stream A = X .aggregate(n: count()) .window(5) | 1:38 found .window after .aggregate; expected it before
            stream A = X .aggregate(count())             | 1:25 found an aggregate without a name; expected name: count(...)
            stream A = X .aggregate(n: median(a))        | 1:28 there is no aggregate 'median'; expected one of count, sum, avg, min, max, stddev, first, last, count_distinct
            stream A = X .aggregate(n: sum())            | 1:28 sum has 0 arguments; expected one field or expression, without a name
            stream A = X .emit(x: 99999999999999999999)  | 1:23 the number 99999999999999999999 is too large for 64 bits
            stream A = X .emit(x: "a\\qb")               | 1:25 found '\\q' in a text; expected one of \\n \\t \\r \\0 \\\\ \\" \\' or \\u and four hexadecimal digits
            /* open                                      | 1:1 found '/*'; expected 'stream'
            """)
    void saysWhereAndWhat(String source, String expected) {
        assertThat(errors(source)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stream A = X .filter(a)         | did you mean .where?
            stream A = X .emitt(a: 1)       | did you mean .emit?
            stream A = X .where(a = 1)      | write == to compare two values
            stream A = X .where(1 < a < 3)  | write a < b and b < c instead of a < b < c
            stream A = X .where(a && b)     | write and
            stream A = X .emit(a: "open)    | this text is not closed: close it on the same line with "
            stream A = X .where(a > 1       | close the bracket with )
            stream A = X .aggregate(n: mean(a)) | did you mean avg?
            fn f(x: int) -> int:            | functions, contexts and connectors come with a later version
            """)
    void hints(String source, String expected) {
        assertThat(Program.compile(source).diagnostics())
                .extracting(Diagnostic::hint)
                .containsExactly(expected);
    }

    @Test
    void continuesWithTheNextStreamAfterAnError() {
        assertThat(errors("""
                        stream A = X .where(a > )
                        fn f(x: int) -> int:
                            let y = x + 1
                            return y
                        context fast (cores: [0])
                        stream B = X .emit(v: 1)
                        stream C = B .nothing()
                        stream B = X .emit(v: é + f(1)) /* é is a letter */ stream D = 1
                        """))
                .containsExactly(
                        "1:25 found ')'; expected a value",
                        "2:1 'fn' is not supported yet; expected 'stream'",
                        "5:1 'context' is not supported yet; expected 'stream'",
                        "7:15 there is no operation .nothing; expected one of .where, .window, .partition_by, .aggregate, "
                                + ".having, .select, .emit",
                        "8:8 there are two streams named 'B', the first in line 6",
                        "8:27 there is no function 'f'; expected timestamp(...) or duration(...)",
                        "8:64 found '1'; expected a name");
    }

    @Test
    void reportsAtMostTwenty() {
        assertThat(errors("stream A = X .emit(1)\n".repeat(100))).hasSize(20);
    }

    @Test
    void warnsOfUnknownFields() {
        CompilationResult compilation =
                Program.compile("stream A = X .window(5) .aggregate(n: count()) .emit(n: n, sensor: sensor)");
        assertThat(compilation.isValid()).isTrue();
        assertThat(compilation.diagnostics())
                .containsExactly(new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        1,
                        68,
                        "there is no field 'sensor' here, so it has no value; the fields are n",
                        "after .aggregate and .select there are only the fields that they name"));
    }

    @Test
    void enforcesTheLimits() {
        assertThat(errors(" ".repeat(65_537)))
                .containsExactly("1:1 the source has 65537 characters; expected at most 65536");
        assertThat(errors("stream A = X .emit(x: " + "(".repeat(64) + "1" + ")".repeat(64) + ")"))
                .containsExactly("1:86 brackets nest too deeply here; expected at most 64 levels");
        assertThat(errors("stream A = X .emit(x: a" + ".b".repeat(65) + ")"))
                .containsExactly("1:152 this path into a value is too long; expected at most 64 steps");
        assertThat(errors("stream A = X" + " .where(a)".repeat(65)))
                .containsExactly("1:655 found 65 operations; expected at most 64");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 257; i++) {
            many.append("stream S").append(i).append(" = X\n");
        }
        assertThat(errors(many.toString())).containsExactly("257:8 found 257 streams; expected at most 256");
    }

    @Test
    void acceptsLongChainsOfOperators() {
        for (String chain :
                List.of("a" + " + a".repeat(16_000), "- ".repeat(30_000) + "a", "a" + "**a".repeat(16_000))) {
            assertThat(errors("stream A = X .emit(x: " + chain + ")")).isEmpty();
            assertThat(TestPrograms.outputs(
                            TestPrograms.run("stream A = X .emit(x: " + chain + ")"),
                            0,
                            TestPrograms.event("X", "a", 1)))
                    .hasSize(1);
        }
        assertThat(errors("stream A = X .where(" + "not ".repeat(16_000) + "a)"))
                .isEmpty();
        assertThat(errors("stream A = X .where(a" + " and a".repeat(10_000) + ")"))
                .isEmpty();
    }
}
