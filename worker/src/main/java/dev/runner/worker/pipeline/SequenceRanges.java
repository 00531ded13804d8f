package dev.runner.worker.pipeline;

import java.util.Arrays;

/**
 * A set of numbers that arrive nearly in order, as ranges: {@code 1-7, 9-9}. A source numbers its events for one target
 * without gaps, so there is mostly one range. When there are too many, the lowest are forgotten.
 */
final class SequenceRanges {

    /** More ranges are not kept. */
    static final int MOST = 4096;

    private long[] bounds = new long[4]; // first and last of each range, in order
    private int length;

    /** Adds a number. Returns whether it was new. */
    boolean add(long number) {
        if (length == 0 || number > bounds[length - 1]) {
            append(number);
            return true;
        }
        int range = rangeAtOrAfter(number);
        if (number >= bounds[2 * range]) {
            return false;
        }
        insert(range, number);
        return true;
    }

    private void append(long number) {
        if (length > 0 && bounds[length - 1] == number - 1) {
            bounds[length - 1] = number;
        } else {
            open(length, number);
        }
    }

    /** Index of the first range that ends at or after the number. */
    private int rangeAtOrAfter(long number) {
        int low = 0;
        int high = length / 2 - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds a number that lies in the gap before this range. */
    private void insert(int range, long number) {
        int at = 2 * range;
        boolean joinsNext = bounds[at] == number + 1;
        boolean joinsPrevious = at > 0 && bounds[at - 1] == number - 1;
        if (joinsNext && joinsPrevious) {
            System.arraycopy(bounds, at + 1, bounds, at - 1, length - at - 1);
            length -= 2;
        } else if (joinsNext) {
            bounds[at] = number;
        } else if (joinsPrevious) {
            bounds[at - 1] = number;
        } else {
            open(at, number);
        }
    }

    private void open(int at, long number) {
        int place = at;
        if (length == 2 * MOST) {
            int forgotten = MOST / 4 * 2;
            System.arraycopy(bounds, forgotten, bounds, 0, length - forgotten);
            length -= forgotten;
            place = Math.max(0, at - forgotten);
        }
        if (length == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * length);
        }
        System.arraycopy(bounds, place, bounds, place + 2, length - place);
        bounds[place] = number;
        bounds[place + 1] = number;
        length += 2;
    }

    /** The number of bounds: two for each range. */
    int length() {
        return length;
    }

    long bound(int index) {
        return bounds[index];
    }

    /**
     * Appends a range read from a checkpoint.
     *
     * @throws IllegalArgumentException when it does not follow the others
     */
    void appendRange(long first, long last) {
        if (last < first || (length > 0 && first <= bounds[length - 1]) || length == 2 * MOST) {
            throw new IllegalArgumentException("seen.sources must be ranges in order");
        }
        open(length, first);
        bounds[length - 1] = last;
    }
}
