package io.kaizen.sync.bootstrap.server;

/**
 * A set of fingerprints in one array, 32 to 64 bytes each: a {@code HashSet} of objects takes three times as much, and a
 * million rows must fit beside the client that sends them. Not thread-safe.
 */
final class FingerprintSet {

    private static final int LONGS_PER_SLOT = 2;

    private long[] slots = new long[1024 * LONGS_PER_SLOT];
    private int size;

    /** Adds {@code fingerprint}; false if it was there before. */
    boolean add(Fingerprint fingerprint) {
        long high = fingerprint.high();
        long low = markedAsUsed(fingerprint.low());
        int at = slotOf(high, low);
        if (slots[at + 1] != 0) {
            return false;
        }
        slots[at] = high;
        slots[at + 1] = low;
        size++;
        if (size > slots.length / LONGS_PER_SLOT / 2) {
            grow();
        }
        return true;
    }

    int size() {
        return size;
    }

    /** Where the fingerprint is, or the free slot where it belongs. At most half of the slots are taken, so the search ends. */
    private int slotOf(long high, long low) {
        int mask = slots.length - 1;
        int at = (int) (high << 1) & mask;
        while (slots[at + 1] != 0 && (slots[at] != high || slots[at + 1] != low)) {
            at = (at + LONGS_PER_SLOT) & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (int i = 0; i < old.length; i += LONGS_PER_SLOT) {
            if (old[i + 1] != 0) {
                int at = slotOf(old[i], old[i + 1]);
                slots[at] = old[i];
                slots[at + 1] = old[i + 1];
            }
        }
    }

    /** A free slot is known by its zero, which costs the fingerprint one of its 128 bits. */
    private static long markedAsUsed(long low) {
        return low | 1;
    }
}
