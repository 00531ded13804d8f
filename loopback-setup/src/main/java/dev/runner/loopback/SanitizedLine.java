package dev.runner.loopback;

/** Makes untrusted text (command lines, lock files) safe for one line of a terminal. */
final class SanitizedLine {
    private static final int LIMIT = 160;

    private SanitizedLine() {}

    /** Replaces control characters by spaces, which could manipulate the terminal, and truncates long text. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LIMIT));
        for (int i = 0; i < text.length() && line.length() < LIMIT; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.length() > LIMIT ? line + "..." : line.toString().strip();
    }
}
