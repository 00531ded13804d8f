package dev.runner.junit;

/** Formats text for messages and reports. */
final class TextFormatting {
    private TextFormatting() {}

    /** Indents every line by two spaces. */
    static String indented(String text) {
        return text.lines()
                .map(line -> "  " + line + "\n")
                .reduce("", String::concat)
                .stripTrailing();
    }
}
