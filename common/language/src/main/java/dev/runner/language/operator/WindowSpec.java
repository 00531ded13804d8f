package dev.runner.language.operator;

/**
 * Which rows a window contains.
 *
 * @param isTime whether size and slide are milliseconds; otherwise they are rows
 * @param slide the distance between the starts of two windows; equal to the size where windows do not overlap
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
