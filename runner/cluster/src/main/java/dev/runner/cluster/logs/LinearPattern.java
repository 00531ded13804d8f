package dev.runner.cluster.logs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** An engine whose time is in proportion to the line, whatever the pattern. Loaded when Java's own gives up. */
final class LinearPattern {
    /** Of repetitions in one another, such as {@code (a{100}){100}}, which it would write out. */
    private static final long MOST_REPETITIONS = 1000;

    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d{1,9})(,\\d*)?}");

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Null where it cannot do that: backreferences, lookaround. */
    static @Nullable LinearPattern of(String expression) {
        long repetitions = REPETITION
                .matcher(expression)
                .results()
                .map(MatchResult::group)
                .mapToLong(text -> Math.max(1, greatest(text)))
                .reduce(1, (a, b) -> Math.min(MOST_REPETITIONS + 1, a * b));
        if (repetitions > MOST_REPETITIONS) {
            return null;
        }
        try {
            // It has Python's way of writing names.
            return new LinearPattern(Pattern.compile(expression.replaceAll("\\(\\?<(?=[A-Za-z])", "(?P<")));
        } catch (PatternSyntaxException | StackOverflowError e) {
            return null;
        }
    }

    private static long greatest(String repetition) {
        long greatest = 0;
        for (String number : repetition.replaceAll("[{}]", "").split(",", -1)) {
            greatest = Math.max(
                    greatest, number.isEmpty() ? 0 : Long.parseLong(number.length() > 9 ? "999999999" : number));
        }
        return greatest;
    }

    LinePattern.Verdict look(String text) {
        return pattern.matcher(text).find() ? LinePattern.Verdict.FOUND : LinePattern.Verdict.NOT_FOUND;
    }
}
