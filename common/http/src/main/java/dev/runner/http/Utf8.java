package dev.runner.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds bytes that are not UTF-8; parsers of JSON let some pass, and would hand on another text than was sent. */
final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int CHUNK = 1024;

    private Utf8() {}

    /** The text without the mark that some editors put before it. Not a copy where there is none. */
    static byte[] withoutByteOrderMark(byte[] text) {
        boolean marked = text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
    }

    /** The offset of the first byte that does not belong to a character; -1 where all do. */
    static int indexOfMalformed(byte[] text) {
        int ascii = asciiPrefix(text);
        if (ascii == text.length) {
            return -1;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(text, ascii, text.length - ascii);
        CharBuffer decoded = CharBuffer.allocate(Math.min(CHUNK, in.remaining()) + 1);
        CoderResult result;
        do {
            result = decoder.decode(in, decoded.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }

    /** How many bytes at the beginning are ASCII, which most JSON is to its end. */
    private static int asciiPrefix(byte[] text) {
        int at = 0;
        while (at + Long.BYTES <= text.length && ((long) EIGHT_BYTES.get(text, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < text.length && text[at] >= 0) {
            at++;
        }
        return at;
    }
}
