package dev.runner.language;

import static dev.runner.language.TestPrograms.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of each expression for an event with values of every type. Empty for none. */
class ExpressionTest {
    private static final Event EVENT = event(
            "E",
            "i",
            7,
            "n",
            -2,
            "f",
            2.5,
            "s",
            "text",
            "t",
            true,
            "u",
            false,
            "l",
            List.of(1L, 2.5, "a"),
            "m",
            map(),
            "z",
            null,
            "big",
            9007199254740993L,
            "count",
            3,
            "window",
            4,
            "emit",
            5,
            "as",
            6,
            "stream",
            8,
            "max",
            Long.MAX_VALUE);

    private static Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", List.of(10L, 20L));
        map.put("deep", Map.of("er", "found"));
        return map;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 + 2 * 3           | 7
            (1 + 2) * 3         | 9
            10 - 4 - 3          | 3
            2 ** 3 ** 2         | 512
            -2 ** 2             | 4
            2 ** -1             | 0.5
            - - i               | 7
            100 / 10 / 5        | 2
            7 % 4 * 2           | 6
            1 + 2 == 3          | true
            not 1 == 2          | true
            not not t           | true
            true or false and false  | true
            not u and u         | false
            i > 3 and f < 3 or u | true
            count + window + emit + as + stream | 26
            m.k[1]              | 20
            m["deep"].er        | found
            l[0] + l[1]         | 3.5
            """)
    @Tag("P1")
    void bindsAsTightlyAsWritten(String expression, String expected) {
        assertThat(shown(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7 / 2                 | 3
            -7 / 2                | -3
            -7 % 2                | -1
            7 / 2.0               | 3.5
            i + f                 | 9.5
            max + 1               | -9223372036854775808
            -9223372036854775808  | -9223372036854775808
            2 ** 64               | 0
            1e3                   | 1000.0
            s + "!"               | text!
            'single' + "\\u0041"  | singleA
            i / 0                 |
            i % 0                 |
            f / 0                 |
            f % 0.0               |
            0 ** -1               |
            1e308 * 10            |
            missing               |
            missing + 1           |
            z                     |
            s + 1                 |
            -s                    |
            i + t                 |
            l[3]                  |
            l[-1]                 |
            l["a"]                |
            s.length              |
            m.nothing.at.all      |
            """)
    @Tag("P3")
    void computesOrIsNone(String expression, @Nullable String expected) {
        assertThat(shown(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 == 1.0              | true
            big == 9007199254740992.0 | false
            big > 9007199254740992.0  | true
            9007199254740992.0 < big  | true
            max < 1e19            | true
            2.5 >= 2              | true
            "a" < "b"             | true
            "150" > 100           |
            "1" == 1              |
            t == true             | true
            t > u                 |
            missing == missing    |
            missing != 1          |
            l == [1.0, 2.5, "a"]  | true
            2.5 in l              | true
            1.0 in l              | true
            "b" in l              | false
            "ex" in s             | true
            "k" in m              | true
            "x" in m              | false
            1 in s                |
            missing in l          |
            t and missing         |
            u and missing         | false
            missing and u         | false
            t or missing          | true
            missing or t          | true
            u or missing          |
            not missing           |
            not s                 |
            s and t               |
            i                     | 7
            """)
    @Tag("P3")
    void comparesByValueWithThreeTruths(String expression, @Nullable String expected) {
        assertThat(shown(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            5s                    | 5s
            500ms + 1s            | 1500ms
            1h - 30m              | 30m
            2 * 30s               | 1m
            1d > 23h              | true
            -5s                   | -5s
            duration("1500ms")    | 1500ms
            duration("soon")      |
            timestamp("2026-01-01T00:00:00Z") | 2026-01-01T00:00:00Z
            timestamp("2026-01-01T01:00:00+01:00") == timestamp(1767225600000) | true
            timestamp(0) + 1d     | 1970-01-02T00:00:00Z
            1d + timestamp(0)     | 1970-01-02T00:00:00Z
            timestamp(0) - 1ms    | 1969-12-31T23:59:59.999Z
            timestamp(2000) - timestamp(500) | 1500ms
            timestamp(1) < timestamp(2)      | true
            timestamp(max) + 106751991167d   |
            timestamp("never")    |
            timestamp(0) + 1      |
            1 - 1s                |
            """)
    @Tag("P1")
    void computesWithTimes(String expression, @Nullable String expected) {
        assertThat(shown(expression)).isEqualTo(expected);
    }

    /**
     * Where streams feed each other, texts and lists grow tenfold ten times; the limit applies before memory runs out.
     */
    @ParameterizedTest
    @ValueSource(strings = {"a + a + a + a + a + a + a + a", "[a, a, a, a, a, a, a, a, a, a]"})
    @Tag("P3")
    void isNoneWhenTooLarge(String growing) {
        List<Event> outputs = TestPrograms.outputs(
                TestPrograms.run("stream X = X .emit(a: " + growing + ")"), 0, event("X", "a", "0123456789"));
        assertThat(outputs).hasSize(10);
        assertThat(outputs.get(0).get("a")).isNotNull();
        assertThat(outputs).extracting(each -> each.get("a")).containsNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"i > 5 | true", "missing > 5 | false", "s | false", "i | false", "not u | true"})
    @Tag("P3")
    void whereDropsRowsWhoseConditionIsNotTrue(String condition, boolean passes) {
        ProgramRun run = TestPrograms.run("stream A = E .where(" + condition + ") .emit(x: 1)");
        assertThat(TestPrograms.outputs(run, 0, EVENT)).hasSize(passes ? 1 : 0);
    }

    /** Null if the field is omitted. */
    private static @Nullable String shown(String expression) {
        List<Event> outputs = new ArrayList<>();
        TestPrograms.run("stream A = E .emit(x: " + expression + ")").accept(EVENT, 0, outputs::add);
        assertThat(outputs).hasSize(1);
        Object value = outputs.get(0).get("x");
        assertThat(outputs.get(0).size()).isEqualTo(value == null ? 0 : 1);
        return value == null ? null : String.valueOf(Values.toJson(value));
    }
}
