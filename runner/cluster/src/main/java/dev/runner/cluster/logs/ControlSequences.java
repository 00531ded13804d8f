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
     * A line as a terminal may have it. Control sequences are left out, and so are other control characters, in UTF-8
     * or not; but a tab stays, and a carriage return within the line, as progress bars have it, becomes a blank. Null
     * where it is so already.
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
                int next = at + Utf8Characters.lengthAt(bytes, offset + at, offset + end);
                if (c == '\r') {
                    shown.append(' ');
                } else if (!Utf8Characters.isControl(bytes, offset + at, next - at) || c == '\t') {
                    shown.append(line, at, next);
                }
                at = next;
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
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b >= ' ' && b != DELETE) {
                at++;
                continue;
            }
            int length = b < 0 ? Utf8Characters.lengthAt(bytes, at, to) : 1;
            if (b != '\t' && b != '\n' && Utf8Characters.isControl(bytes, at, length)) {
                return true;
            }
            at += length;
        }
        return false;
    }

    /** Only SGR: with other parameters than numbers, the same final letter sets how keys work. */
    private static boolean isColour(String text, int start, int end) {
        if (end - start <= 2 || text.charAt(start + 1) != '[' || text.charAt(end - 1) != 'm') {
            return false;
        }
        for (int at = start + 2; at < end - 1; at++) {
            char c = text.charAt(at);
            if ((c < '0' || c > '9') && c != ';' && c != ':') {
                return false;
            }
        }
        return true;
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
