package dev.runner.cluster.readiness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of an HTTP/1.x response that has arrived so far. It takes what clients such as curl take: lines that end
 * with a line feed alone, informational responses before the real one, header fields without a space after the colon,
 * folded or absent, and bodies of unknown length.
 */
final class HttpResponseParser {
    /** More of a response is not looked at: a health page is small. */
    static final int LARGEST = 1 << 20;

    private static final Pattern STATUS_LINE = Pattern.compile("(?i)HTTP/1(?:\\.\\d)?[ \t]+(\\d{3})(?!\\d).*");

    /** The one informational status after which HTTP ends on this connection. */
    private static final int SWITCHING_PROTOCOLS = 101;

    /**
     * A head that is complete.
     *
     * @param fields by their names in lower case; those that are there several times joined by commas
     * @param end where the body begins
     */
    private record Head(OptionalInt status, Map<String, String> fields, int end) {
        boolean isInformational() {
            int code = status.orElse(0);
            return code >= 100 && code < 200 && code != SWITCHING_PROTOCOLS;
        }

        boolean hasBody() {
            int code = status.orElse(0);
            return code != 204 && code != 304;
        }

        boolean isChunked() {
            String coding = fields.getOrDefault("transfer-encoding", "");
            return coding.toLowerCase(Locale.ROOT).endsWith("chunked");
        }

        /** In bytes; -1 where it is not known. */
        long length() {
            String length =
                    fields.getOrDefault("content-length", "").split(",", 2)[0].strip();
            return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
        }
    }

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Head head;
    private boolean ended;

    void add(ByteBuffer more) {
        byte[] bytes = new byte[Math.min(more.remaining(), LARGEST - received.size())];
        more.get(bytes);
        received.writeBytes(bytes);
    }

    /** The connection has ended: what is there is all. */
    void end() {
        ended = true;
    }

    /** Whether the connection has ended without a single byte. */
    boolean isSilent() {
        return ended && received.size() == 0;
    }

    /** Whether there may be more of it than is looked at. */
    boolean isTooLarge() {
        return received.size() >= LARGEST;
    }

    /** Whether nothing more will be looked at. */
    boolean isOver() {
        return ended || isTooLarge();
    }

    /** The status, as soon as the head is complete. */
    OptionalInt status() {
        Head known = head();
        return known == null ? OptionalInt.empty() : known.status();
    }

    boolean hasHead() {
        return head() != null;
    }

    /** The body, once it is complete; at the end of the connection, all of it that came. */
    Optional<String> body() {
        Head known = head();
        if (known == null) {
            return Optional.empty();
        }
        if (!known.hasBody()) {
            return Optional.of("");
        }
        String rest = text().substring(known.end());
        if (known.isChunked()) {
            return ChunkedBody.decode(rest, isOver()).map(HttpResponseParser::decoded);
        }
        long length = known.length();
        if (length >= 0 && rest.length() >= length) {
            return Optional.of(decoded(rest.substring(0, (int) length)));
        }
        return isOver() ? Optional.of(decoded(rest)) : Optional.empty();
    }

    /** The real response's head, not that of an informational one. */
    private @Nullable Head head() {
        if (head == null) {
            String text = text();
            Head next = parse(text, 0);
            while (next != null && next.isInformational()) {
                next = parse(text, next.end());
            }
            head = next;
        }
        return head;
    }

    /** Parses a head; null when it is not complete. At the end of the connection a status line is enough. */
    private @Nullable Head parse(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
            at++; // empty lines before a response, which some servers send after a body
        }
        String statusLine = null;
        String name = "";
        Map<String, String> fields = new LinkedHashMap<>();
        while (true) {
            int feed = text.indexOf('\n', at);
            boolean isCut = feed < 0;
            if (isCut && !(isOver() && (statusLine != null || at < text.length()))) {
                return null;
            }
            String line = withoutReturn(text.substring(at, isCut ? text.length() : feed));
            at = isCut ? text.length() : feed + 1;
            if (statusLine == null) {
                statusLine = line;
            } else if (!line.isEmpty() && isBlank(line.charAt(0)) && !name.isEmpty()) {
                fields.merge(name, line.strip(), (before, more) -> before + " " + more);
            } else {
                int colon = line.indexOf(':');
                name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                if (colon >= 0) {
                    fields.merge(name, line.substring(colon + 1).strip(), (before, more) -> before + "," + more);
                }
            }
            if (line.isEmpty() || isCut) {
                return new Head(statusOf(statusLine), fields, at);
            }
        }
    }

    private static OptionalInt statusOf(String line) {
        Matcher matcher = STATUS_LINE.matcher(line);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** One character per byte, so that lengths count bytes. */
    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** As UTF-8, without the mark that may stand before it. */
    private static String decoded(String bytes) {
        String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
