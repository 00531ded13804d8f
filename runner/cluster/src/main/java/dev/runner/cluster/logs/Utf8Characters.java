package dev.runner.cluster.logs;

/** Where characters of UTF-8 end in bytes that may be anything. */
final class Utf8Characters {
    private Utf8Characters() {}

    /** How many bytes the character at a place has; 1 for what is none. */
    static int lengthAt(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int length = lengthOf(first);
        if (length == 1 || at + length > end || isTooLong(first, bytes[at + 1] & 0xFF)) {
            return 1;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return length;
    }

    private static int lengthOf(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 1;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    /** What has more bytes than it needs is no character: some readers take it for a control all the same. */
    private static boolean isTooLong(int first, int second) {
        return (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    }

    /**
     * Whether a character is one of control: below a blank, DEL, or U+0080 to U+009F, which stand for ESC and a letter.
     * Those are also obeyed as single bytes, by terminals that do not read UTF-8.
     *
     * @param length see {@link #lengthAt}
     */
    static boolean isControl(byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xFF;
        if (length == 1) {
            return first < ' ' || (first >= 0x7F && first < 0xA0);
        }
        return first == 0xC2 && (bytes[at + 1] & 0xFF) < 0xA0;
    }
}
