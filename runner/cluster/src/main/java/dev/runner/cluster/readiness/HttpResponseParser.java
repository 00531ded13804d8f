package dev.runner.cluster.readiness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of an HTTP/1.1 response that has arrived so far. */
final class HttpResponseParser {
    /** More of a body is not looked at: a health page is small. */
    static final int LARGEST = 1 << 20;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b.*");

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    void add(ByteBuffer more) {
        byte[] bytes = new byte[Math.min(more.remaining(), LARGEST - received.size())];
        more.get(bytes);
        received.writeBytes(bytes);
    }

    boolean isFull() {
        return received.size() >= LARGEST;
    }

    /** The status, as soon as the head is complete. */
    OptionalInt status() {
        return head().map(HttpResponseParser::statusOf).orElse(OptionalInt.empty());
    }

    boolean hasHead() {
        return head().isPresent();
    }

    /** The body, once it is complete; at the end of the connection, all of it that came. */
    Optional<String> body(boolean ended) {
        Optional<String> head = head();
        if (head.isEmpty()) {
            return Optional.empty();
        }
        String rest = text().substring(head.get().length() + 4);
        String fields = head.get().toLowerCase(Locale.ROOT);
        if (fields.contains("\r\ntransfer-encoding: chunked")) {
            return Chunks.join(rest, ended).map(HttpResponseParser::decode);
        }
        Matcher length = Pattern.compile("\r\ncontent-length: *(\\d{1,9})").matcher(fields);
        boolean whole = length.find() && rest.length() >= Integer.parseInt(length.group(1));
        return whole || ended || isFull() ? Optional.of(decode(rest)) : Optional.empty();
    }

    private Optional<String> head() {
        String text = text();
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
    }

    private static OptionalInt statusOf(String head) {
        Matcher matcher = STATUS.matcher(head.lines().findFirst().orElse(""));
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** One character per byte, so that lengths count bytes. */
    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private static String decode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The chunked transfer encoding. */
    private static final class Chunks {
        private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]{1,7})[^\r\n]*\r\n");

        static Optional<String> join(String raw, boolean ended) {
            StringBuilder body = new StringBuilder();
            Matcher size = SIZE.matcher(raw);
            int at = 0;
            while (size.find(at) && size.start() == at) {
                int length = Integer.parseInt(size.group(1), 16);
                if (length == 0) {
                    return Optional.of(body.toString());
                }
                body.append(raw, size.end(), Math.min(raw.length(), size.end() + length));
                at = size.end() + length + 2;
                if (at > raw.length()) {
                    break;
                }
            }
            return ended ? Optional.of(body.toString()) : Optional.empty();
        }
    }
}
