package dev.runner.language.syntax;

import dev.runner.language.grammar.PipelineLexer;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Hints for mistakes within the brackets of an operation. */
final class ArgumentHints {
    private static final Set<String> NAMED = Set.of("emit", "select", "aggregate");
    private static final Map<String, String> IN_ARGUMENTS = Map.ofEntries(
            Map.entry("&", "write and"),
            Map.entry("|", "write or"),
            Map.entry("!", "write not, or != to compare"),
            Map.entry(";", "write , between arguments, and ) after the last"),
            Map.entry("?", "there are no conditional values: make two streams, each with its .where(...)"),
            Map.entry("then", "there are no conditional values: make two streams, each with its .where(...)"),
            Map.entry("is", "write == to compare two values"),
            Map.entry("not", "write not a in b instead of a not in b"),
            Map.entry("between", "write a >= 1 and a <= 2 instead of a between 1 and 2"),
            Map.entry("like", "write \"part\" in name to search in a text"),
            Map.entry("stream", "a bracket may be missing before it"));

    private final TokenContext at;

    ArgumentHints(TokenContext at) {
        this.at = at;
    }

    /** The hint; null if there is none. */
    @Nullable String of(String operation) {
        int before = at.type(-1);
        String text = at.lower(0);
        switch (at.type(0)) {
            case Token.EOF -> {
                return "close the bracket with " + (at.isListOpen() ? "]" : ")");
            }
            case PipelineLexer.ASSIGN -> {
                return ofAssign(operation);
            }
            case PipelineLexer.BAD_NUMBER -> {
                return ofNumber(text);
            }
            case PipelineLexer.COLON -> {
                return before == PipelineLexer.TEXT ? "write names without quotes: name: value" : "write name: value";
            }
            case PipelineLexer.COMMA -> {
                return "a value is missing before the comma";
            }
            case PipelineLexer.GT -> {
                return before == PipelineLexer.LT ? "write != for values that are not equal" : null;
            }
            case PipelineLexer.STAR -> {
                return before == PipelineLexer.LPAREN ? "write count() to count events" : null;
            }
            case PipelineLexer.DOT -> {
                return at.type(1) == PipelineLexer.INT ? "write 0." + at.text(1) : null;
            }
            default -> {
                String known = IN_ARGUMENTS.get(text);
                return known != null ? known : ofWord(text, before);
            }
        }
    }

    private String ofAssign(String operation) {
        if (at.type(1) == PipelineLexer.GT) {
            return "write >= for greater or equal";
        }
        int opening = at.type(-2);
        boolean isNaming = NAMED.contains(operation)
                && at.isName(-1)
                && (opening == PipelineLexer.LPAREN || opening == PipelineLexer.COMMA);
        return isNaming
                ? "write : between a name and its value: " + at.text(-1) + ": ..."
                : "write == to compare two values";
    }

    private static String ofNumber(String text) {
        String unit = unit(text.replaceFirst("^[0-9.]+", ""));
        if (unit == null) {
            return "a duration is a whole number and ms, s, m, h or d; a name cannot start with a digit";
        }
        return text.contains(".")
                ? "a duration needs a whole number: use a smaller unit, such as 1500ms"
                : "write " + text.replaceFirst("[^0-9].*$", "") + unit;
    }

    private @Nullable String ofWord(String text, int before) {
        if (Set.of("and", "or", "in").contains(text)) {
            return at.text(0).equals(text)
                    ? "a value is missing before '" + text + "'"
                    : "write " + text + " in lower case";
        }
        boolean isBehindNumber = before == PipelineLexer.INT;
        String unit = isBehindNumber && at.isName(0) ? unit(text) : null;
        if (unit != null) {
            return "write a duration as one word: " + at.text(-1) + unit;
        }
        if (at.lower(-1).equals("if")) {
            return IN_ARGUMENTS.get("then");
        }
        if (text.equals(")") && at.isListOpen()) {
            return "close the list with ]";
        }
        boolean isValue = at.isName(0)
                || Set.of(PipelineLexer.INT, PipelineLexer.FLOAT, PipelineLexer.TEXT, PipelineLexer.DURATION)
                        .contains(at.type(0));
        boolean isBehindValue = isBehindNumber || at.isName(-1) || before == PipelineLexer.TEXT;
        return isValue && isBehindValue
                ? "write , between arguments, an operator between values, and texts in quotes"
                : null;
    }

    /** The unit that starts like this word; null if none does. */
    private static @Nullable String unit(String word) {
        if (word.startsWith("ms") || word.startsWith("mil")) {
            return "ms";
        }
        boolean isWord = Set.of(
                        "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr",
                        "hrs", "hour", "hours", "d", "day", "days")
                .contains(word);
        return isWord ? word.substring(0, 1) : null;
    }
}
