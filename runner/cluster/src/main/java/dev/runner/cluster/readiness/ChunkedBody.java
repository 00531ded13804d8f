package dev.runner.cluster.readiness;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chunked transfer encoding. Lines may end with a line feed alone. */
final class ChunkedBody {
    /** A size in hexadecimal digits, with extensions or not. */
    private static final Pattern SIZE_LINE = Pattern.compile("[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n");

    private ChunkedBody() {}

    /**
     * Joins the chunks.
     *
     * @param encoded one character per byte
     * @param isAll whether no more will come; then the chunks so far are the body
     * @return empty while the last chunk has not come
     */
    static Optional<String> decode(String encoded, boolean isAll) {
        StringBuilder body = new StringBuilder();
        Matcher sizeLine = SIZE_LINE.matcher(encoded);
        int at = 0;
        while (sizeLine.region(at, encoded.length()).lookingAt()) {
            long size = Long.parseLong(sizeLine.group(1), 16);
            if (size == 0) {
                return Optional.of(body.toString());
            }
            int begin = sizeLine.end();
            int end = (int) Math.min(encoded.length(), begin + size);
            body.append(encoded, begin, end);
            at = afterLineEnd(encoded, end);
        }
        return isAll ? Optional.of(body.toString()) : Optional.empty();
    }

    private static int afterLineEnd(String text, int at) {
        int next = at < text.length() && text.charAt(at) == '\r' ? at + 1 : at;
        return next < text.length() && text.charAt(next) == '\n' ? next + 1 : next;
    }
}
