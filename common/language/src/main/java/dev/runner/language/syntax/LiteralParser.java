package dev.runner.language.syntax;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.diagnostic.SourcePosition;
import dev.runner.language.grammar.PipelineLexer;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import org.antlr.v4.runtime.Token;

/** Converts tokens to the values of literals. */
final class LiteralParser {
    private final DiagnosticCollector problems;

    LiteralParser(DiagnosticCollector problems) {
        this.problems = problems;
    }

    Expression literal(Token token) {
        SourcePosition at = SourcePosition.of(token);
        String text = token.getText();
        return switch (token.getType()) {
            case PipelineLexer.TRUE -> new Expression.Literal(at, true);
            case PipelineLexer.FALSE -> new Expression.Literal(at, false);
            case PipelineLexer.TEXT -> new Expression.Literal(at, text(token));
            case PipelineLexer.DURATION -> new Expression.Literal(at, duration(at, text));
            case PipelineLexer.FLOAT -> new Expression.Literal(at, number(at, text));
            default -> integer(at, text);
        };
    }

    /**
     * Parses a 64-bit integer.
     *
     * @param text includes the sign: the smallest integer has no positive counterpart
     */
    Expression integer(SourcePosition at, String text) {
        try {
            return new Expression.Literal(at, Long.valueOf(text));
        } catch (NumberFormatException tooLarge) {
            problems.error(
                    at,
                    "the number " + shown(text) + " is too large for 64 bits",
                    "write it as a float, for instance 1e20");
            return new Expression.Literal(at, 0L);
        }
    }

    private Double number(SourcePosition at, String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            problems.error(at, "the number " + shown(text) + " is too large for a float", null);
            return 0.0;
        }
        return value;
    }

    private Duration duration(SourcePosition at, String text) {
        Duration duration = DurationFormat.tryParse(text).orElse(null);
        if (duration == null) {
            problems.error(at, "the duration " + shown(text) + " is too long", null);
            return Duration.ZERO;
        }
        return duration;
    }

    private String text(Token token) {
        String quoted = token.getText();
        StringBuilder text = new StringBuilder(quoted.length());
        int i = 1;
        while (i < quoted.length() - 1) {
            char next = quoted.charAt(i++);
            if (next == '\\') {
                i = escape(token, quoted, i, text);
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }

    /** Appends the character of the escape sequence at {@code i}, after its backslash; returns the index after it. */
    private int escape(Token token, String quoted, int i, StringBuilder text) {
        char sign = quoted.charAt(i);
        switch (sign) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '0' -> text.append('\0');
            case '\\', '"', '\'' -> text.append(sign);
            case 'u' -> {
                return unicode(token, quoted, i, text);
            }
            default -> unknownEscape(token, quoted, i);
        }
        return i + 1;
    }

    private int unicode(Token token, String quoted, int i, StringBuilder text) {
        int end = i + 5;
        if (end < quoted.length() && quoted.substring(i + 1, end).matches("[0-9a-fA-F]{4}")) {
            text.append((char) Integer.parseInt(quoted.substring(i + 1, end), 16));
            return end;
        }
        unknownEscape(token, quoted, i);
        return i + 1;
    }

    private void unknownEscape(Token token, String quoted, int i) {
        SourcePosition start = SourcePosition.of(token);
        int column = start.column() + quoted.codePointCount(0, i - 1);
        problems.error(
                new SourcePosition(start.line(), column),
                "found '\\" + Character.toString(quoted.codePointAt(i))
                        + "' in a text; expected one of \\n \\t \\r \\0 \\\\ \\\" \\' or \\u and four"
                        + " hexadecimal digits",
                "write \\\\ for a backslash");
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
