package dev.runner.cluster.logs;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a user's, looked for in lines of a member's. Java's engine is quick for most, and takes for
 * ever, or all of the stack, for some ({@code .*started.*} on a long line, {@code (a|b)+c}). So it gets a number of
 * looks at the line that is in proportion to its length; what needs more is left to an engine whose time is always in
 * proportion, which is loaded then. What that one cannot do (backreferences, lookaround) gets many more looks, and then
 * has taken too long. Colours count for nothing, unless the pattern itself asks for them.
 */
public final class LinePattern {
    /** What was found out. */
    public enum Verdict {
        FOUND,
        NOT_FOUND,
        /** Nobody can tell in a bearable time. */
        TOO_SLOW
    }

    private static final int LOOKS_PER_CHARACTER = 32;
    private static final int MOST_QUICK_LOOKS = 2_000_000;
    private static final int MOST_LOOKS = 20_000_000;

    private final String expression;
    private final Pattern pattern;
    private @Nullable LinearPattern linear;
    private boolean isLinearTried;

    private LinePattern(String expression, Pattern pattern) {
        this.expression = expression;
        this.pattern = pattern;
        // What looking needs is loaded now, not when the stack is nearly used up.
        look("", 1);
    }

    /**
     * Reads it.
     *
     * @throws PatternSyntaxException where it is none
     */
    public static LinePattern compile(String expression) {
        Pattern whole = Pattern.compile(expression);
        String shorter = withoutEnds(expression);
        try {
            return new LinePattern(expression, shorter.equals(expression) ? whole : Pattern.compile(shorter));
        } catch (PatternSyntaxException e) {
            // What looked like its end was a part of something else.
            return new LinePattern(expression, whole);
        }
    }

    /** What is looked for may have anything before and behind it, so a {@code .*} at the ends only costs time. */
    private static String withoutEnds(String expression) {
        String left = expression;
        while (left.startsWith(".*") && (left.length() == 2 || "?+*{".indexOf(left.charAt(2)) < 0)) {
            left = left.substring(2);
        }
        while (left.endsWith(".*") && !isEscaped(left, left.length() - 2) && !left.contains("\\Q")) {
            left = left.substring(0, left.length() - 2);
        }
        return left;
    }

    private static boolean isEscaped(String text, int at) {
        int backslashes = 0;
        while (at > backslashes && text.charAt(at - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Whether it is in the line; null where that takes longer than whoever reads for many members has. */
    public @Nullable Boolean findQuickly(String line) {
        int looks = Math.min(MOST_QUICK_LOOKS, line.length() * LOOKS_PER_CHARACTER + 4096);
        Verdict verdict = inPlainOrColoured(line, text -> look(text, looks));
        return verdict == Verdict.TOO_SLOW ? null : verdict == Verdict.FOUND;
    }

    /** Whether it is in the line, on a thread that may take its time: bounded, but milliseconds for each kilobyte. */
    public Verdict find(String line) {
        Boolean quickly = findQuickly(line);
        if (quickly != null) {
            return quickly ? Verdict.FOUND : Verdict.NOT_FOUND;
        }
        LinearPattern other = linear();
        return inPlainOrColoured(line, text -> other == null ? look(text, MOST_LOOKS) : other.look(text));
    }

    private interface Look {
        Verdict at(String text);
    }

    private static Verdict inPlainOrColoured(String line, Look look) {
        String plain = ControlSequences.without(line);
        Verdict inPlain = look.at(plain);
        return inPlain == Verdict.NOT_FOUND && plain.length() < line.length() ? look.at(line) : inPlain;
    }

    private Verdict look(String text, int looks) {
        try {
            return pattern.matcher(new CountedText(text, looks)).find() ? Verdict.FOUND : Verdict.NOT_FOUND;
        } catch (TooManyLooksException | StackOverflowError e) {
            return Verdict.TOO_SLOW;
        }
    }

    private synchronized @Nullable LinearPattern linear() {
        if (!isLinearTried) {
            isLinearTried = true;
            linear = LinearPattern.of(expression);
        }
        return linear;
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return expression;
    }

    /** Thrown through the engine, which has no other way to be stopped. */
    private static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooksException() {
            super("too many looks", null, false, false);
        }
    }

    private static final class CountedText implements CharSequence {
        private final String text;
        private int left;

        CountedText(String text, int looks) {
            this.text = text;
            this.left = looks;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManyLooksException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
