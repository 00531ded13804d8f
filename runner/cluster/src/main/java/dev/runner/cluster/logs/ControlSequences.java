package dev.runner.cluster.logs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a program writes to move a terminal rather than to say something: colours, and, worse, what clears the screen,
 * hides the cursor or sets the title (ECMA-48).
 */
public final class ControlSequences {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final char DELETE = 0x7f;
    private static final String END_OF_COLOUR = "\u001b[0m";

    private ControlSequences() {}

    /** The text alone. */
    public static String without(String text) {
        int at = text.indexOf(ESCAPE);
        if (at < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            plain.append(text, from, at);
            from = end(text, at);
            at = text.indexOf(ESCAPE, from);
        }
        return plain.append(text, from, text.length()).toString();
    }

    /**
     * A line as a terminal may have it: control sequences are left out, and other control characters shown, as {@code
     * ^M}. Null where it is so already.
     *
     * @param colours whether colours stay, and end with the line
     */
    public static byte @Nullable [] harmless(byte[] bytes, int offset, int length, boolean colours) {
        if (!hasControls(bytes, offset, offset + length)) {
            return null;
        }
        // Byte by byte: what is not ASCII stays as it is.
        String line = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        StringBuilder shown = new StringBuilder(end + 16);
        boolean coloured = false;
        int at = 0;
        while (at < end) {
            char c = line.charAt(at);
            if (c == ESCAPE) {
                int next = Math.min(end, end(line, at));
                if (colours && isColour(line, at, next)) {
                    shown.append(line, at, next);
                    coloured = true;
                }
                at = next;
            } else {
                append(shown, line, at);
                at += isC1(line, at) ? 2 : 1;
            }
        }
        return (coloured ? shown.append(END_OF_COLOUR) : shown).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same for text, without colours. */
    public static String harmless(String line) {
        return harmless(line, false);
    }

    static String harmless(String line, boolean colours) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        byte[] shown = harmless(bytes, 0, bytes.length, colours);
        return shown == null ? line : new String(shown, StandardCharsets.UTF_8);
    }

    /** Whether there is something between two places that {@link #harmless} has to look at; line ends are not. */
    public static boolean hasControls(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ' && b != '\t' && b != '\n') || b == DELETE || b == (byte) 0xC2) {
                return true;
            }
        }
        return false;
    }

    private static void append(StringBuilder shown, String line, int at) {
        char c = line.charAt(at);
        if (isC1(line, at)) {
            return;
        }
        if ((c < ' ' && c != '\t') || c == DELETE) {
            shown.append('^').append((char) (c ^ 0x40));
        } else {
            shown.append(c);
        }
    }

    /** U+0080 to U+009F in UTF-8: controls as well, such as one that stands for ESC and [. */
    private static boolean isC1(String bytes, int at) {
        return bytes.charAt(at) == 0xC2
                && at + 1 < bytes.length()
                && bytes.charAt(at + 1) >= 0x80
                && bytes.charAt(at + 1) < 0xA0;
    }

    private static boolean isColour(String text, int start, int end) {
        return end - start > 2 && text.charAt(start + 1) == '[' && text.charAt(end - 1) == 'm';
    }

    /** The place behind the sequence that begins at an ESC; where it does not end, the end of the text. */
    private static int end(String text, int start) {
        int at = start + 1;
        if (at >= text.length()) {
            return at;
        }
        return switch (text.charAt(at)) {
            case '[' -> skipUntil(text, at + 1, 0x40, 0x7e);
            case ']', 'P', 'X', '^', '_' -> endOfString(text, at + 1);
            default -> skipUntil(text, at, 0x30, 0x7e);
        };
    }

    private static int skipUntil(String text, int start, int least, int most) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) < least) {
            at++;
        }
        boolean isFinal = at < text.length() && text.charAt(at) >= least && text.charAt(at) <= most;
        return isFinal ? at + 1 : at;
    }

    private static int endOfString(String text, int start) {
        for (int at = start; at < text.length(); at++) {
            if (text.charAt(at) == BELL) {
                return at + 1;
            }
            if (text.charAt(at) == ESCAPE) {
                boolean isEnd = at + 1 < text.length() && text.charAt(at + 1) == '\\';
                return isEnd ? at + 2 : at;
            }
        }
        return text.length();
    }
}
