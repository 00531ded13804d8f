package dev.runner.language.syntax;

import dev.runner.language.grammar.PipelineLexer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hints for syntax errors. Most are made by people who know another language, so the token, the one before it and the
 * position tell what they meant.
 */
final class SyntaxHints {
    static final String FORM = "write a stream like this: stream Name = EventType .where(...) .emit(...)";
    private static final String QUERY =
            "there is no SELECT ... FROM ... WHERE: write stream Name = EventType .where(...) .emit(...)";

    private static final Set<String> QUERY_WORDS = Set.of("select", "from", "where", "group", "order", "having");

    /** Hints for tokens at any position. */
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("^", "write ** for a power"),
            Map.entry("{", "write ( ) around arguments, [ ] around lists"),
            Map.entry("}", "write ( ) around arguments, [ ] around lists"),
            Map.entry("\u201c", "write plain quotes, \" or '"),
            Map.entry("\u201d", "write plain quotes, \" or '"),
            Map.entry("\u2018", "write plain quotes, \" or '"),
            Map.entry("\u2019", "write plain quotes, \" or '"),
            Map.entry("$", "write the name without $"),
            Map.entry("@", "write the name without @"));

    private final TokenContext at;

    SyntaxHints(TokenContext at) {
        this.at = at;
    }

    /** The hint for an error within a stream. */
    @Nullable String inStream() {
        String operation = at.operation();
        if (operation == null) {
            String sign = ofSign();
            return sign != null ? sign : atHead();
        }
        String argument = new ArgumentHints(at).of(operation);
        return argument != null ? argument : ofSign();
    }

    /** The hint where a stream, or the next operation of one, should begin. */
    String atBegin(boolean isFirst) {
        String sign = ofSign();
        if (sign != null) {
            return sign;
        }
        String text = at.lower(0);
        if (text.equals("stream")) {
            return "write stream in lower case";
        }
        if (isFirst) {
            return atFirst(text);
        }
        if (at.lower(-1).equals("from")) {
            return "write the source without from: stream Name = " + at.text(0);
        }
        if (at.isName(0) && at.type(1) == PipelineLexer.LPAREN) {
            return "operations start with a dot: write ." + at.text(0) + "(...)";
        }
        if (QUERY_WORDS.contains(text) || QUERY_WORDS.contains(at.lower(-1))) {
            return at.lower(-1).equals("select") ? QUERY : "write ." + text + "(...), with a dot and brackets";
        }
        return switch (text) {
            case ";" -> "start a new line between streams, without a separator";
            case ")" -> "there is one ) too many";
            case "|" -> "operations start with a dot: write .where(...)";
            case "," -> "a stream reads one source: write a second stream for another one";
            case "-" ->
                at.lower(1).equals("-")
                        ? "comments start with // or #"
                        : "operations start with a dot: write .where(...)";
            default -> FORM;
        };
    }

    private String atFirst(String text) {
        if (QUERY_WORDS.contains(text)) {
            return QUERY;
        }
        if (at.isName(0) && at.type(1) == PipelineLexer.ASSIGN) {
            return "write stream before it: stream " + at.text(0) + " = ...";
        }
        boolean isOtherWord = at.isName(0) && at.isName(1) && at.type(2) == PipelineLexer.ASSIGN;
        return isOtherWord ? "write stream instead of " + at.text(0) : FORM;
    }

    /** The hint before the first operation, or between its dot and its bracket. */
    private @Nullable String atHead() {
        int place = at.index() - at.start();
        if (place > 3) {
            return at.type(-1) == PipelineLexer.DOT
                    ? "write the name of an operation after the dot, such as .where(...)"
                    : "write ." + at.text(-1) + "(...): every operation has brackets";
        }
        if (place != 2) {
            return place == 1
                    ? ofName("stream NAME = EventType")
                    : ofName("stream " + at.text(at.start() + 1 - at.index()) + " = EVENTTYPE");
        }
        return switch (at.text(0)) {
            case "==" -> "write a single =: stream " + at.text(-1) + " = ...";
            case "-" -> "names consist of letters, digits and _: write " + at.text(-1) + "_" + at.text(1);
            default -> "write = between the name and the source: stream " + at.text(-1) + " = EventType";
        };
    }

    private String ofName(String form) {
        boolean isName = at.index() - at.start() == 1;
        return switch (at.type(0)) {
            case PipelineLexer.TEXT -> "write names without quotes";
            case PipelineLexer.BAD_NUMBER, PipelineLexer.INT -> "a name starts with a letter or _";
            case PipelineLexer.AND,
                    PipelineLexer.OR,
                    PipelineLexer.NOT,
                    PipelineLexer.IN,
                    PipelineLexer.TRUE,
                    PipelineLexer.FALSE -> "'" + at.text(0) + "' is a keyword: choose another name";
            default -> (isName ? "give the stream a name: " : "say which events, or which stream, it reads: ") + form;
        };
    }

    private @Nullable String ofSign() {
        return switch (at.type(0)) {
            case PipelineLexer.OPEN_TEXT ->
                "this text is not closed: close it on the same line with "
                        + at.text(0).charAt(0);
            case PipelineLexer.OPEN_COMMENT -> "this comment is not closed: close it with */";
            default -> SIGNS.get(at.text(0));
        };
    }
}
