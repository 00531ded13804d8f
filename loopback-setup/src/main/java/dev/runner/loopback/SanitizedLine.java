package dev.runner.loopback;

/** Makes text of strangers (command lines, lock files) fit for one line of a terminal. */
final class SanitizedLine {
    private static final int LIMIT = 160;

    private SanitizedLine() {}

    /** Control characters become spaces, so that nobody can play tricks with the terminal; long text is cut. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LIMIT));
        for (int i = 0; i < text.length() && line.length() < LIMIT; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.length() > LIMIT ? line + "..." : line.toString().strip();
    }
}
