package dev.runner.language.syntax;

import dev.runner.language.grammar.PipelineLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Messages for syntax errors, in terms of the language rather than of its parser. */
final class SyntaxErrorMessages {
    private static final int LONGEST = 30;

    private SyntaxErrorMessages() {}

    static String message(Token found, @Nullable IntervalSet expected) {
        String first = "found " + found(found);
        return expected == null ? first + ", which is not valid here" : first + "; expected " + words(expected);
    }

    static String found(Token token) {
        if (token.getType() == Token.EOF) {
            return "the end of the source";
        }
        return "'" + shown(token.getText()) + "'";
    }

    static String shown(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    /** Names groups of tokens, because a list of all of them would be hard to read. */
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
