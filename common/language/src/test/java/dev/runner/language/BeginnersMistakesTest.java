package dev.runner.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.diagnostic.Diagnostic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typical mistakes of beginners, and the hints that they get. */
@Tag("P8")
class BeginnersMistakesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stream = X                                           | give the stream a name: stream NAME = EventType
            stream = X .where(a > 1)                             | give the stream a name: stream NAME = EventType
            stream A X                                           | write = between the name and the source: stream A = EventType
            stream A from X                                      | write = between the name and the source: stream A = EventType
            stream A <- X                                        | write = between the name and the source: stream A = EventType
            stream A = from X                                    | write the source without from: stream Name = X
            stream A == X                                        | write a single =: stream A = ...
            stream A: X                                          | write = between the name and the source: stream A = EventType
            stream A =                                           | say which events, or which stream, it reads: stream A = EVENTTYPE
            stream A = .where(a > 1)                             | say which events, or which stream, it reads: stream A = EVENTTYPE
            stream A = X where(a > 1)                            | operations start with a dot: write .where(...)
            stream A = X where a > 1                             | write .where(...), with a dot and brackets
            stream A = X .where a > 1                            | write .where(...): every operation has brackets
            stream A = X .where(a > 1                            | close the bracket with )
            stream A = X .where(a > 1 .emit(v: a)                | close the bracket with )
            stream A = X .where(a > 1)) .emit(v: a)              | there is one ) too many
            stream A = X .where(a = 1)                           | write == to compare two values
            stream A = X .where(a && b)                          | write and
            stream A = X .where(!a)                              | write not, or != to compare
            stream A = X .where(a <> 1)                          | write != for values that are not equal
            stream A = X .where(a === 1)                         | write == to compare two values
            stream A = X .where(a AND b)                         | write and in lower case
            stream A = X .where(a is null)                       | write == to compare two values
            stream A = X .where(a == null)                       | there is no null: a comparison with a missing field is never true, so .where drops the event
            stream A = X .where(a == TRUE)                       | write true
            stream A = X .where(a == True)                       | write true
            SELECT a FROM X WHERE a > 1                          | there is no SELECT ... FROM ... WHERE: write stream Name = EventType .where(...) .emit(...)
            select a from X                                      | there is no SELECT ... FROM ... WHERE: write stream Name = EventType .where(...) .emit(...)
            stream A = SELECT a FROM X                           | there is no SELECT ... FROM ... WHERE: write stream Name = EventType .where(...) .emit(...)
            stream A = X .select a                               | write .select(...): every operation has brackets
            stream A = X .filter(a > 1)                          | did you mean .where?
            stream A = X .emit{v: a}                             | write ( ) around arguments, [ ] around lists
            stream A = X .emit({v: a})                           | write ( ) around arguments, [ ] around lists
            stream A = X .emit(v = a)                            | write : between a name and its value: v: ...
            stream A = X .emit(v: a;)                            | write , between arguments, and ) after the last
            stream A = X .emit(v: a);                            | start a new line between streams, without a separator
            stream A = X; stream B = A                           | start a new line between streams, without a separator
            stream A = X .emit(a + 1)                            | write .emit(x: ...), with a name of your choice
            stream A = X .emit("v": a)                           | write names without quotes: name: value
            stream A = X .emit(v: a w: b)                        | write , between arguments, an operator between values, and texts in quotes
            stream A = X .emit(v: hello world)                   | write , between arguments, an operator between values, and texts in quotes
            stream A = X .where(name == O'Brien)                 | this text is not closed: close it on the same line with '
            stream A = X .window(5 seconds)                      | write a duration as one word: 5s
            stream A = X .window(5 s)                            | write a duration as one word: 5s
            stream A = X .window(5sec)                           | write 5s
            stream A = X .window(5min)                           | write 5m
            stream A = X .window(1.5s)                           | a duration needs a whole number: use a smaller unit, such as 1500ms
            stream A = X .window(5, 2)                           | write .window(5), .window(10s) or .window(10s, sliding: 2s)
            stream A = X .window(5s, 2s)                         | write .window(5), .window(10s) or .window(10s, sliding: 2s)
            stream A = X .window(tumbling, 5s)                   | write .window(5), .window(10s) or .window(10s, sliding: 2s)
            stream A = X .window(size: 5)                        | write .window(5), .window(10s) or .window(10s, sliding: 2s)
            stream A = X .window(5) .having(n > 1) .aggregate(n: count()) | put .having after .aggregate
            stream A = X .aggregate(n: COUNT(*))                 | write count() to count events
            stream A = X .aggregate(n: count(*))                 | write count() to count events
            stream A = X .aggregate(count(), n: sum(a))          | write cnt: count(...) or count(...) as cnt
            stream A = X .aggregate(n = count())                 | write : between a name and its value: n: ...
            stream A = X .aggregate(n: a)                        | write last(a) for its value in the last event
            stream A = X .aggregate(n: sum(a) / count())         | compute with aggregates in .select or .emit, after .aggregate
            stream A = X .aggregate(n: sum)                      | write sum(...), with brackets
            stream A = X .emit(v: a,,)                           | a value is missing before the comma
            stream A = X .emit(,)                                | a value is missing before the comma
            stream in = X                                        | 'in' is a keyword: choose another name
            stream and = X                                       | 'and' is a keyword: choose another name
            stream 1A = X                                        | a name starts with a letter or _
            stream my-stream = X                                 | names consist of letters, digits and _: write my_stream
            stream A = "X"                                       | write names without quotes
            stream "A" = X                                       | write names without quotes
            stream A = X .emit(v: "open)                         | this text is not closed: close it on the same line with "
            stream A = X .emit(v: 'it's)                         | write , between arguments, an operator between values, and texts in quotes
            stream A = X /* open                                 | this comment is not closed: close it with */
            stream A = X -- comment                              | comments start with // or #
            Stream A = X                                         | write stream in lower case
            STREAM A = X                                         | write stream in lower case
            strem A = X                                          | write stream instead of strem
            A = X .where(a)                                      | write stream before it: stream A = ...
            let A = X                                            | write stream instead of let
            stream A = X -> where(a)                             | operations start with a dot: write .where(...)
            stream A = X..where(a)                               | write the name of an operation after the dot, such as .where(...)
            stream A = X, Y                                      | a stream reads one source: write a second stream for another one
            stream A = X + Y                                     | write a stream like this: stream Name = EventType .where(...) .emit(...)
            stream A = X .emit(v: a ? b : c)                     | there are no conditional values: make two streams, each with its .where(...)
            stream A = X .emit(v: if a then b else c)            | there are no conditional values: make two streams, each with its .where(...)
            stream A = X .where(a between 1 and 2)               | write a >= 1 and a <= 2 instead of a between 1 and 2
            stream A = X .where(name like "x%")                  | write "part" in name to search in a text
            stream A = X .where(a not in [1])                    | write not a in b instead of a not in b
            stream A = X .emit(v: $a)                            | write the name without $
            stream A = X .emit(v: {a: 1})                        | write ( ) around arguments, [ ] around lists
            stream A = X .group_by(a)                            | did you mean .partition_by?
            stream A = X .where("a > 1")                         | write the condition without quotes
            stream A = X .where(a > 1,000)                       | write and between two conditions, and numbers without a comma
            stream A = X .where(a > 1) .where                    | write .where(...): every operation has brackets
            stream A = X .where(a => 1)                          | write >= for greater or equal
            stream A = X .emit(v: 0x1F)                          | a duration is a whole number and ms, s, m, h or d; a name cannot start with a digit
            stream A = X .emit(v: .5)                            | write 0.5
            stream A = X.Y .emit(v: 1)                           | write .Y(...): every operation has brackets
            stream A = X as Y                                    | write a stream like this: stream Name = EventType .where(...) .emit(...)
            stream A = X .emit(v: "a" + 'b)                      | this text is not closed: close it on the same line with '
            stream A = X .emit(select: a, as: b, v: in)          | a value is missing before 'in'
            stream A = X .sliding(2)                             | write .window(5), .window(10s) or .window(10s, sliding: 2s)
            stream A = X .limit(10)                              | events pass one by one, without an end: there is no .limit
            stream A = X .order_by(a)                            | events pass one by one, without an end: there is no .order_by
            stream A = X .join(Y)                                | a stream reads one source: write a stream for each of them
            stream A = X .merge(Y)                               | a stream reads one source: write a stream for each of them
            stream A = X .emit(v: [1, 2)                         | close the list with ]
            stream A = X .where((a > 1) .emit(v: a)              | close the bracket with )
            stream A = X .wehre(a)                               | did you mean .where?
            stream A = X .count()                                | write .aggregate(x: count(...))
            """)
    void saysWhatToWrite(String source, String expected) {
        assertThat(Program.compile(source).diagnostics())
                .extracting(Diagnostic::hint)
                .containsExactly(expected);
    }

    @Test
    void hintsAtOperatorsOfOtherLanguages() {
        assertThat(hint("stream A = X .where(a || b)")).isEqualTo("write or");
        assertThat(hint("stream A = X | where(a)")).isEqualTo("operations start with a dot: write .where(...)");
        assertThat(hint("stream A = \u201cX\u201d")).isEqualTo("write plain quotes, \" or '");
    }

    private static String hint(String source) {
        return String.valueOf(Program.compile(source).diagnostics().get(0).hint());
    }

    @Test
    void refusesStreamNamesThatWorkersRefuse() {
        String longest = "S".repeat(128);
        assertThat(TestPrograms.errors("stream " + longest + " = X")).isEmpty();
        assertThat(TestPrograms.errors("stream " + longest + "S = X"))
                .containsExactly("1:8 the name has 129 characters; expected at most 128");
    }

    @Test
    void refusesListsNestedDeeperThanWorkersAccept() {
        assertThat(x(16)).isNotNull();
        assertThat(x(17)).as("too deep, and so none").isNull();
    }

    private static @Nullable Object x(int levels) {
        ProgramRun run =
                TestPrograms.run("stream A = X .emit(x: " + "[".repeat(levels) + "v" + "]".repeat(levels) + ")");
        return TestPrograms.outputs(run, 0, TestPrograms.event("X", "v", 1))
                .get(0)
                .get("x");
    }
}
