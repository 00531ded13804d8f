package dev.runner.language.syntax;

import dev.runner.language.grammar.PipelineLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** A mistake in the form of a source, in words of the language rather than of its parser. */
final class Explanation {
    private static final int LONGEST = 30;

    /** What people write who know other languages. */
    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("=", "write == to compare two values"),
            Map.entry("&", "write and"),
            Map.entry("|", "write or"),
            Map.entry("!", "write not, or != to compare"),
            Map.entry("{", "arguments stand in ( ), lists in [ ]"),
            Map.entry("}", "arguments stand in ( ), lists in [ ]"),
            Map.entry(";", "streams need nothing between them but a new line"),
            Map.entry("^", "write ** for a power"),
            Map.entry("stream", "a bracket may be missing before it"));

    private Explanation() {}

    static String message(Token found, @Nullable IntervalSet expected) {
        String first = "found " + found(found);
        return expected == null ? first + ", which does not fit here" : first + "; expected " + words(expected);
    }

    static String found(Token token) {
        if (token.getType() == Token.EOF) {
            return "the end of the source";
        }
        String text = token.getText();
        return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text) + "'";
    }

    static @Nullable String hint(Token found, @Nullable IntervalSet expected) {
        if (found.getType() == PipelineLexer.OPEN_TEXT) {
            return "this text has no end: close it on the same line with "
                    + found.getText().charAt(0);
        }
        if (found.getType() == PipelineLexer.OPEN_COMMENT) {
            return "this comment has no end: close it with */";
        }
        if (found.getType() == PipelineLexer.BAD_NUMBER) {
            return "a duration is a whole number and ms, s, m, h or d; a name does not begin with a digit";
        }
        String known = HINTS.get(found.getText());
        if (known != null || expected == null) {
            return known;
        }
        return expected.contains(PipelineLexer.RPAREN) && found.getType() == Token.EOF
                ? "close the bracket with )"
                : null;
    }

    /** Groups, where a list of all tokens would hide what is meant. */
    private static String words(IntervalSet expected) {
        List<String> words = new ArrayList<>();
        boolean value = expected.contains(PipelineLexer.INT);
        if (value) {
            words.add("a value");
        } else if (expected.contains(PipelineLexer.ID)) {
            words.add("a name");
        }
        if (expected.contains(PipelineLexer.EQ)) {
            words.add("an operator");
        } else if (expected.contains(PipelineLexer.AND)) {
            words.add("'and'");
        }
        boolean isAfterValue = expected.contains(PipelineLexer.POWER);
        if (expected.contains(PipelineLexer.DOT) && !isAfterValue) {
            words.add("an operation such as .where(...)");
        }
        add(words, expected, PipelineLexer.STREAM, "'stream'", !expected.contains(PipelineLexer.ID));
        add(words, expected, PipelineLexer.ASSIGN, "'='", true);
        add(words, expected, PipelineLexer.LPAREN, "'('", !value && !isAfterValue);
        add(words, expected, PipelineLexer.COMMA, "','", true);
        add(words, expected, PipelineLexer.RPAREN, "')'", true);
        add(words, expected, PipelineLexer.RBRACKET, "']'", true);
        return joined(words);
    }

    private static void add(List<String> words, IntervalSet expected, int token, String word, boolean isMeant) {
        if (isMeant && expected.contains(token)) {
            words.add(word);
        }
    }

    private static String joined(List<String> words) {
        if (words.isEmpty()) {
            return "something else";
        }
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
