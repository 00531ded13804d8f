package dev.runner.worker.pipeline;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The newest ids, as hashes of 64 bits: a new id is mistaken for a known one about once in 10^14 times, and an id costs
 * 16 bytes, however long it is. When there is no room for more, the oldest is forgotten.
 */
final class RecentIds {

    /** More ids are not kept. */
    static final int MOST = 100_000;
    /** So many ids are kept even when other pipelines have used up the budget. */
    static final int LEAST = 1_024;

    private static final int FIRST = 16;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final IdBudget budget;
    private int taken;

    /** A ring buffer: the hashes in the order of their arrival. */
    private long[] hashes = new long[FIRST];

    private int oldest;
    private int size;

    /** A hash table with open addressing: positions in the ring, from 1 on; 0 is empty. At most half of it is used. */
    private int[] table = new int[2 * FIRST];

    RecentIds(IdBudget budget) {
        this.budget = budget;
    }

    /** Adds the id. Returns whether it was new. */
    boolean add(String id) {
        return add(hash(id));
    }

    private boolean add(long hash) {
        int slot = slot(hash);
        if (table[slot] != 0) {
            return false;
        }
        if (size == hashes.length && !grow()) {
            forgetOldest();
        }
        int place = (oldest + size) % hashes.length;
        hashes[place] = hash;
        table[slot(hash)] = place + 1;
        size++;
        return true;
    }

    /** The same for the same text on every worker: hashes move with the pipeline. */
    static long hash(String id) {
        long hash = id.length();
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * MIX;
            hash ^= hash >>> 32;
        }
        hash *= MIX;
        return hash ^ (hash >>> 29);
    }

    /** Its position in the table, or the one that it would have. */
    private int slot(long hash) {
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (table[slot] != 0 && hashes[table[slot] - 1] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean grow() {
        int more = Math.min(MOST, 2 * hashes.length);
        int needed = more <= LEAST ? 0 : more - hashes.length;
        if (more == hashes.length || !budget.take(needed)) {
            return false;
        }
        taken += needed;
        long[] old = inOrder();
        hashes = Arrays.copyOf(old, more);
        oldest = 0;
        table = new int[Integer.highestOneBit(2 * more - 1) * 2];
        for (int place = 0; place < size; place++) {
            table[slot(hashes[place])] = place + 1;
        }
        return true;
    }

    private void forgetOldest() {
        empty(slot(hashes[oldest]));
        oldest = (oldest + 1) % hashes.length;
        size--;
    }

    /** Empties a slot, and moves up the entries that were displaced by it. */
    private void empty(int slot) {
        int mask = table.length - 1;
        int hole = slot;
        for (int next = (hole + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = (int) hashes[table[next] - 1] & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = 0;
    }

    private long[] inOrder() {
        long[] all = new long[size];
        for (int i = 0; i < size; i++) {
            all[i] = hashes[(oldest + i) % hashes.length];
        }
        return all;
    }

    /** All hashes, 8 bytes each, the oldest first. */
    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(size * Long.BYTES);
        bytes.asLongBuffer().put(inOrder());
        return bytes.array();
    }

    /**
     * Adds what {@link #toBytes} returned.
     *
     * @throws IllegalArgumentException when it is something else
     */
    void addAll(byte[] saved) {
        if (saved.length % Long.BYTES != 0) {
            throw new IllegalArgumentException("seen.hashes must be hashes of 8 bytes each");
        }
        ByteBuffer bytes = ByteBuffer.wrap(saved);
        while (bytes.hasRemaining()) {
            add(bytes.getLong());
        }
    }

    /** Returns its room to the budget; it is not used any more. */
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }
}
