package dev.runner.language.operator;

/**
 * Which rows belong together.
 *
 * @param isTime whether size and slide are milliseconds; otherwise they are rows
 * @param slide from the beginning of one window to that of the next; the size where windows do not overlap
 */
public record WindowSpec(boolean isTime, long size, long slide) {
    public WindowSpec {
        if (slide < 1 || size < slide) {
            throw new IllegalArgumentException("a window of " + size + " cannot slide by " + slide);
        }
    }

    public boolean isTumbling() {
        return size == slide;
    }
}
